import clsx from "clsx";
import { CircleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

/** The look of inputs, selects and text areas. */
export const controlClass = clsx(
  "block w-full rounded-control border border-border-control bg-surface px-3 text-base text-fg",
  "placeholder:text-fg-subtle aria-invalid:border-danger aria-invalid:bg-danger-soft/40",
  "disabled:cursor-not-allowed disabled:bg-sunken disabled:text-disabled-fg [&:is(input:not([type=file]),textarea):read-only]:bg-sunken",
);

/** `lg`: 44 px (sign-in pages); `md`: 36 px (console), and 44 px on small screens, where fingers press. */
export const controlHeight = { lg: "h-11", md: "h-11 sm:h-9" } as const;

export interface FieldFrameProps {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** right of the label, such as a link */
  labelAside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** The `aria-describedby` of a control in a `FieldFrame`. */
export function describedBy(id: string, hint: ReactNode, error: ReactNode): string | undefined {
  return [error ? `${id}-error` : null, hint ? `${id}-hint` : null].filter(Boolean).join(" ") || undefined;
}

/** Label, hint and error around any control. */
export function FieldFrame({ id, label, hint, error, labelAside, className, children }: FieldFrameProps) {
  return (
    <div className={clsx("grid gap-1.5", className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <label htmlFor={id} className="text-sm font-semibold">
          {label}
        </label>
        {labelAside}
      </div>
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-fg-muted">
          {hint}
        </p>
      ) : null}
      {children}
      {error ? <FieldError id={id}>{error}</FieldError> : null}
    </div>
  );
}

/** What is wrong with the control `id`, which names this by `describedBy`. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={`${id}-error`} className="flex items-start gap-1.5 text-sm text-danger-fg">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>{children}</span>
    </p>
  );
}

export type FieldProps = Omit<ComponentProps<"input">, "id" | "size"> &
  Omit<FieldFrameProps, "children"> & {
    size?: keyof typeof controlHeight;
  };

/** A one-line text input with its label, hint and error. */
export function Field({ id, label, hint, error, labelAside, className, size = "lg", ...input }: FieldProps) {
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} labelAside={labelAside} className={className}>
      <input
        id={id}
        name={id}
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? true : undefined}
        className={clsx(controlClass, controlHeight[size])}
        {...input}
      />
    </FieldFrame>
  );
}
