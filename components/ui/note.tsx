import clsx from "clsx";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

export type NoteTone = "info" | "warning" | "danger" | "success";

const tones: Record<NoteTone, { className: string; icon: typeof Info }> = {
  info: { className: "border-info-fg/40 bg-info-soft text-info-soft-fg", icon: Info },
  warning: { className: "border-warning-fg/50 bg-warning-soft text-warning-soft-fg", icon: TriangleAlert },
  danger: { className: "border-danger-fg/50 bg-danger-soft text-danger-soft-fg", icon: CircleAlert },
  success: { className: "border-success-fg/40 bg-success-soft text-success-soft-fg", icon: CircleCheck },
};

export interface NoteProps {
  tone?: NoteTone;
  title?: ReactNode;
  children?: ReactNode;
  /** `alert` is announced and takes focus when the page opens; `status` is announced */
  role?: "alert" | "status";
  id?: string;
  className?: string;
}

/** A message with its tone in an icon and in words, never by colour alone. */
export function Note({ tone = "info", title, children, role, id, className }: NoteProps) {
  const { className: toneClass, icon: Icon } = tones[tone];
  return (
    <div
      id={id}
      role={role}
      {...(role === "alert" ? { tabIndex: -1, autoFocus: true } : {})}
      className={clsx("flex gap-2.5 rounded-control border p-3 text-sm", toneClass, className)}
    >
      <Icon aria-hidden="true" className="mt-px size-4.5 shrink-0" />
      <div className="grid min-w-0 gap-1 wrap-anywhere">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="grid gap-1 [&_a]:underline">{children}</div> : null}
      </div>
    </div>
  );
}
