"use client";

import clsx from "clsx";
import { controlClass, describedBy, FieldFrame } from "@/components/ui/field";
import { useFormState } from "./action-form";

export interface FileFieldProps {
  id: string;
  label: string;
  hint: string;
  /** media types that the browser offers */
  accept: string;
}

/** The browser's own file input in an `ActionForm`. */
export function FileField({ id, label, hint, accept }: FileFieldProps) {
  const { attempt, fields } = useFormState();
  const error = fields[id];
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <input
        key={attempt}
        id={id}
        name={id}
        type="file"
        accept={accept}
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? true : undefined}
        className={clsx(controlClass, "min-h-11 min-w-0 py-1.5 text-sm sm:min-h-9")}
      />
    </FieldFrame>
  );
}
