"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

/** What the form holds, and what is wrong with it. */
export interface ProfileFormState {
  values: { name: string; locale: string };
  errors: { name?: string; locale?: string };
}

export interface ProfileFormProps {
  initial: ProfileFormState;
  languages: readonly { value: string; label: string }[];
  words: Record<"name" | "nameHint" | "language" | "languageHint" | "save" | "errorSummary", string>;
  action: (state: ProfileFormState, form: FormData) => Promise<ProfileFormState>;
}

/** Name and language. What was typed stays when something is wrong; works without JavaScript. */
export function ProfileForm({ initial, languages, words, action }: ProfileFormProps) {
  const [state, submit, isPending] = useActionState(action, initial);
  const errors = (["name", "locale"] as const).flatMap((fieldId) => {
    const message = state.errors[fieldId];
    return message ? [{ fieldId, message }] : [];
  });
  return (
    <form action={submit} className="grid max-w-md gap-5" aria-busy={isPending}>
      <ErrorSummary title={words.errorSummary} errors={errors} />
      <Field
        id="name"
        label={words.name}
        hint={words.nameHint}
        error={state.errors.name}
        defaultValue={state.values.name}
        autoComplete="name"
      />
      <Select
        id="locale"
        size="lg"
        label={words.language}
        hint={words.languageHint}
        error={state.errors.locale}
        defaultValue={state.values.locale}
        options={languages}
      />
      <div>
        <Button variant="primary">{words.save}</Button>
      </div>
    </form>
  );
}
