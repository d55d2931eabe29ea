import clsx from "clsx";
import type { ComponentProps } from "react";
import { controlClass, describedBy, FieldFrame, type FieldFrameProps } from "./field";

export type CodeFieldProps = Omit<ComponentProps<"input">, "id"> & Omit<FieldFrameProps, "children">;

/** One input for a mailed or generated code: takes a paste with spaces, and never submits by itself. */
export function CodeField({ id, label, hint, error, labelAside, className, ...input }: CodeFieldProps) {
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} labelAside={labelAside} className={className}>
      <input
        id={id}
        name={id}
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={20}
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? true : undefined}
        className={clsx(controlClass, "h-12 font-mono text-xl tracking-[0.2em] tabular-nums")}
        {...input}
      />
    </FieldFrame>
  );
}
