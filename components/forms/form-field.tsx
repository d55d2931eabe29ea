"use client";

import { Field, type FieldProps } from "@/components/ui/field";
import { useFormState } from "./action-form";

/** A text field of an `ActionForm`: shows what was typed and what was wrong with it. */
export function FormField({ id, defaultValue, ...field }: FieldProps) {
  const { attempt, fields, values } = useFormState();
  return (
    <Field
      key={attempt}
      id={id}
      size="md"
      error={fields[id]}
      defaultValue={values[id] ?? defaultValue}
      autoComplete="off"
      {...field}
    />
  );
}
