"use client";

import { Select, type SelectProps } from "@/components/ui/select";
import { useFormState } from "./action-form";

/** A select of an `ActionForm`: keeps what was chosen and shows what was wrong with it. */
export function FormSelect({ id, defaultValue, ...select }: SelectProps) {
  const { attempt, fields, values } = useFormState();
  return <Select key={attempt} id={id} error={fields[id]} defaultValue={values[id] ?? defaultValue} {...select} />;
}
