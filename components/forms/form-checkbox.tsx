"use client";

import { Checkbox, type CheckboxProps } from "@/components/ui/checkbox";
import { useFormState } from "./action-form";

/** A checkbox of an `ActionForm`: keeps the tick when the form is refused. */
export function FormCheckbox({ id, defaultChecked, ...checkbox }: CheckboxProps) {
  const { attempt, values } = useFormState();
  const isChecked = id in values ? values[id] === "on" : defaultChecked;
  return <Checkbox key={attempt} id={id} name={id} defaultChecked={isChecked} {...checkbox} />;
}
