"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";

/** What the form holds, and what is wrong with it, by the name of the field. */
export interface DetailsFormState {
  values: Record<string, string>;
  errors: Record<string, string>;
}

export interface DetailsFormField {
  name: string;
  label: string;
  hint?: string | undefined;
  /** a token of HTML's autofill detail, so that a browser fills it in (WCAG 1.3.5) */
  autoComplete?: string | undefined;
  isMultiline: boolean;
}

export interface DetailsFormProps {
  initial: DetailsFormState;
  groups: readonly { name: string; legend: string; fields: readonly DetailsFormField[] }[];
  words: { save: string; errorSummary: string };
  action: (state: DetailsFormState, form: FormData) => Promise<DetailsFormState>;
}

/** What an account holds besides name and language, in groups with one button. Works without JavaScript. */
export function DetailsForm({ initial, groups, words, action }: DetailsFormProps) {
  const [state, submit, isPending] = useActionState(action, initial);
  const errors = Object.entries(state.errors).map(([fieldId, message]) => ({ fieldId, message }));
  return (
    <form action={submit} className="grid gap-6" aria-busy={isPending}>
      <ErrorSummary title={words.errorSummary} errors={errors} />
      {groups.map((group) => (
        <fieldset key={group.name} className="min-w-0">
          <legend className="mb-3 font-semibold">{group.legend}</legend>
          <div className="grid gap-4 sm:grid-cols-2">
            {group.fields.map(({ name, label, hint, autoComplete, isMultiline }) => {
              const own = { id: name, label, hint, autoComplete, error: state.errors[name] };
              const defaultValue = state.values[name];
              return isMultiline ? (
                <TextArea key={name} {...own} defaultValue={defaultValue} rows={2} />
              ) : (
                <Field key={name} {...own} defaultValue={defaultValue} className="content-start" />
              );
            })}
          </div>
        </fieldset>
      ))}
      <div>
        <Button variant="primary">{words.save}</Button>
      </div>
    </form>
  );
}
