import clsx from "clsx";
import { Check } from "lucide-react";
import type { ReactNode } from "react";

export interface StepperProps {
  /** names the list */
  label: string;
  /** said after a step that is done */
  doneLabel: string;
  steps: readonly { key: string; label: ReactNode; href?: string }[];
  /** key of the current step; those before it are done */
  current: string;
}

/** Where one is in a sequence. */
export function Stepper({ label, doneLabel, steps, current }: StepperProps) {
  const currentIndex = steps.findIndex((step) => step.key === current);
  return (
    <ol aria-label={label} className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
      {steps.map((step, index) => {
        const isDone = index < currentIndex;
        const isCurrent = index === currentIndex;
        return (
          <li
            key={step.key}
            aria-current={isCurrent ? "step" : undefined}
            className={clsx("flex items-center gap-2", isCurrent ? "font-semibold" : "text-fg-muted")}
          >
            <span
              aria-hidden="true"
              className={clsx(
                "grid size-6 place-items-center rounded-full border text-xs font-semibold",
                isCurrent && "border-accent bg-accent text-on-accent",
                isDone && "border-accent text-accent-fg",
                !isCurrent && !isDone && "border-border-control",
              )}
            >
              {isDone ? <Check className="size-3.5" /> : index + 1}
            </span>
            {step.href && !isCurrent ? (
              <a href={step.href} className="link flex min-h-6 items-center">
                {step.label}
              </a>
            ) : (
              step.label
            )}
            {isDone ? <span className="sr-only">{doneLabel}</span> : null}
          </li>
        );
      })}
    </ol>
  );
}
