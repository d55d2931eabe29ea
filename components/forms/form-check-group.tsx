"use client";

import { FieldError } from "@/components/ui/field";
import { useFormState } from "./action-form";

export interface FormCheckGroupProps {
  /** name of the boxes; the first one has it as its id, so that an error can lead there */
  id: string;
  legend: string;
  /** about the group as a whole */
  hint?: string;
  /** `label`: default the value itself */
  options: readonly { value: string; label?: string; hint?: string }[];
  /** values that are ticked at first */
  chosen: readonly string[];
}

/** Checkboxes of an `ActionForm` that are one list of values. */
export function FormCheckGroup({ id, legend, hint: groupHint, options, chosen }: FormCheckGroupProps) {
  const { attempt, fields, values } = useFormState();
  const ticked = values[id]?.split("\n") ?? chosen;
  const error = fields[id];
  return (
    <fieldset
      key={attempt}
      aria-describedby={groupHint ? `${id}-group-hint` : undefined}
      className="grid min-w-0 gap-1"
    >
      <legend className="mb-1 text-sm font-semibold">{legend}</legend>
      {groupHint ? (
        <p id={`${id}-group-hint`} className="text-sm text-fg-muted">
          {groupHint}
        </p>
      ) : null}
      <input type="hidden" name="shown" value={id} />
      {options.map(({ value, label, hint }, index) => {
        const boxId = index === 0 ? id : `${id}-${index}`;
        const describedBy = [error ? `${id}-error` : "", hint ? `${boxId}-hint` : ""].filter(Boolean).join(" ");
        return (
          <div key={value} className="grid grid-cols-[auto_1fr] items-start gap-x-3">
            <input
              id={boxId}
              type="checkbox"
              name={id}
              value={value}
              defaultChecked={ticked.includes(value)}
              aria-describedby={describedBy || undefined}
              aria-invalid={error ? true : undefined}
              className="my-2 size-6 shrink-0"
            />
            <label htmlFor={boxId} className="min-w-0 py-2.5 text-base leading-5 wrap-anywhere">
              {label ?? value}
            </label>
            {hint ? (
              <p id={`${boxId}-hint`} className="col-start-2 -mt-1 text-sm text-fg-muted">
                {hint}
              </p>
            ) : null}
          </div>
        );
      })}
      {error ? <FieldError id={id}>{error}</FieldError> : null}
    </fieldset>
  );
}
