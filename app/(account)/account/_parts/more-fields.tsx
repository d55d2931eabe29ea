"use client";

import { ChevronRight } from "lucide-react";
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
      <summary className="flex min-h-11 w-fit items-center gap-1.5 rounded-small font-semibold text-accent-fg sm:min-h-7">
        <ChevronRight aria-hidden="true" className="disclosure-marker size-4" />
        {label}
      </summary>
      <div className="mt-2 grid gap-6">{children}</div>
    </details>
  );
}
