import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { describedBy } from "./field";

export type CheckboxProps = Omit<ComponentProps<"input">, "id" | "type"> & {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
};

/** A real checkbox; its whole label is the target. */
export function Checkbox({ id, label, hint, error, className, ...input }: CheckboxProps) {
  return (
    <div className={clsx("grid grid-cols-[auto_1fr] items-start gap-x-3", className)}>
      <input
        id={id}
        type="checkbox"
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? true : undefined}
        className="my-2 size-6 shrink-0"
        {...input}
      />
      <label htmlFor={id} className="py-2.5 text-base leading-5">
        {label}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="col-start-2 -mt-1 text-sm text-fg-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="col-start-2 text-sm text-danger-fg">
          {error}
        </p>
      ) : null}
    </div>
  );
}
