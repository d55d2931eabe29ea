import clsx from "clsx";
import type { ComponentProps } from "react";
import { controlClass, describedBy, FieldFrame, type FieldFrameProps } from "./field";

export type TextAreaProps = Omit<ComponentProps<"textarea">, "id"> & Omit<FieldFrameProps, "children">;

/** A text input of several lines with its label, hint and error. */
export function TextArea({ id, label, hint, error, labelAside, className, rows = 4, ...textarea }: TextAreaProps) {
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} labelAside={labelAside} className={className}>
      <textarea
        id={id}
        name={id}
        rows={rows}
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? true : undefined}
        className={clsx(controlClass, "py-2")}
        {...textarea}
      />
    </FieldFrame>
  );
}
