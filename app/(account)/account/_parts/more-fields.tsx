"use client";

import type { ReactNode } from "react";
import { useFormState } from "@/components/forms/action-form";
import { Disclosure } from "@/components/ui/disclosure";

export interface MoreFieldsProps {
  label: string;
  /** of the fields inside */
  names: readonly string[];
  children: ReactNode;
}

/** Fields of an `ActionForm` behind a disclosure, which is open while something inside is typed or wrong. */
export function MoreFields({ label, names, children }: MoreFieldsProps) {
  const { attempt, fields, values } = useFormState();
  const isInUse = names.some((name) => Boolean(fields[name] || values[name]));
  return (
    <Disclosure key={attempt} look="field" isOpen={isInUse} summary={label}>
      <div className="grid gap-6">{children}</div>
    </Disclosure>
  );
}
