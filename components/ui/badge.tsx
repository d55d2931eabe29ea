import clsx from "clsx";
import type { ReactNode } from "react";

export type BadgeTone = "neutral" | "accent" | "info" | "success" | "warning" | "danger";

const tones: Record<BadgeTone, string> = {
  neutral: "border-border-control bg-surface text-fg-muted",
  accent: "border-transparent bg-accent-soft text-accent-soft-fg",
  info: "border-transparent bg-info-soft text-info-soft-fg",
  success: "border-transparent bg-success-soft text-success-soft-fg",
  warning: "border-transparent bg-warning-soft text-warning-soft-fg",
  danger: "border-transparent bg-danger-soft text-danger-soft-fg",
};

export interface BadgeProps {
  tone?: BadgeTone;
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A short word about a thing's state. */
export function Badge({ tone = "neutral", icon, children, className }: BadgeProps) {
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-1 rounded-full border px-2 py-0.5 text-xs font-semibold sm:whitespace-nowrap",
        tones[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
