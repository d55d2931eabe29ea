"use client";

import type { ReactNode } from "react";
import { useFormState } from "@/components/forms/action-form";

export interface MoreFieldsProps {
  label: string;
  /** of the fields inside */
  names: readonly string[];
  children: ReactNode;
}

/** Fields of an `ActionForm` behind a disclosure, which is open while something inside is typed or wrong. */
export function MoreFields({ label, names, children }: MoreFieldsProps) {
  const { attempt, fields, values } = useFormState();
  const isInUse = names.some((name) => fields[name] || values[name]);
  return (
    <details key={attempt} open={isInUse || undefined}>
      <summary className="min-h-6 w-fit cursor-pointer font-semibold">{label}</summary>
      <div className="mt-4 grid gap-6">{children}</div>
    </details>
  );
}
