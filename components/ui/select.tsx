import clsx from "clsx";
import type { ComponentProps } from "react";
import { controlClass, controlHeight, describedBy, FieldFrame, type FieldFrameProps } from "./field";

export type SelectProps = Omit<ComponentProps<"select">, "id" | "size"> &
  Omit<FieldFrameProps, "children"> & {
    options: readonly { value: string; label: string; isDisabled?: boolean }[];
    size?: keyof typeof controlHeight;
  };

/** The browser's own select with label, hint and error. */
export function Select({
  id,
  label,
  hint,
  error,
  labelAside,
  className,
  options,
  size = "md",
  ...select
}: SelectProps) {
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} labelAside={labelAside} className={className}>
      <select
        id={id}
        name={id}
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? true : undefined}
        className={clsx(controlClass, controlHeight[size])}
        {...select}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.isDisabled}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
