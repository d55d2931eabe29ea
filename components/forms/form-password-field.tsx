"use client";

import { PasswordField, type PasswordFieldProps } from "@/components/ui/password-field";
import { useFormState } from "./action-form";

/** A password of an `ActionForm`: shows what was wrong with it. What was typed is not shown again. */
export function FormPasswordField({ id, ...field }: PasswordFieldProps) {
  const { attempt, fields } = useFormState();
  return <PasswordField key={attempt} id={id} error={fields[id]} {...field} />;
}
