"use client";

import { TextArea, type TextAreaProps } from "@/components/ui/text-area";
import { useFormState } from "./action-form";

/** A text of several lines in an `ActionForm`: shows what was typed and what was wrong with it. */
export function FormTextArea({ id, defaultValue, ...area }: TextAreaProps) {
  const { attempt, fields, values } = useFormState();
  return <TextArea key={attempt} id={id} error={fields[id]} defaultValue={values[id] ?? defaultValue} {...area} />;
}
