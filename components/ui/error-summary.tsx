import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

export interface ErrorSummaryProps {
  title: ReactNode;
  /** `fieldId`: the input to go to */
  errors: readonly { fieldId?: string; message: ReactNode }[];
}

/** The list of what to correct, above a refused form. Takes the focus when the page opens. */
export function ErrorSummary({ title, errors }: ErrorSummaryProps) {
  if (errors.length === 0) return null;
  return (
    <div
      role="alert"
      tabIndex={-1}
      // biome-ignore lint/a11y/noAutofocus: after a failed submit the summary is where a person must start.
      autoFocus
      className="flex gap-2.5 rounded-control border border-danger-fg/50 bg-danger-soft p-3 text-sm text-danger-soft-fg"
    >
      <CircleAlert aria-hidden="true" className="mt-px size-4.5 shrink-0" />
      <div className="grid gap-1">
        <p className="font-semibold">{title}</p>
        <ul className="grid gap-1">
          {errors.map((error, index) => (
            <li key={error.fieldId ?? index}>
              {error.fieldId ? (
                <a href={`#${error.fieldId}`} className="inline-flex min-h-6 items-center underline underline-offset-2">
                  {error.message}
                </a>
              ) : (
                error.message
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
