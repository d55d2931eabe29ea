"use client";

import { useActionState, useEffect, useRef } from "react";
import { FormStateProvider } from "@/components/console/action-form";
import { FormCheckbox } from "@/components/console/form-checkbox";
import { FormField } from "@/components/console/form-field";
import { FormProblem } from "@/components/console/form-problem";
import { SecretOnce, type SecretOnceWords } from "@/components/console/secret-once";
import { Button, LinkButton } from "@/components/ui/button";
import type { SecretState } from "@/lib/console/secret-forms";

export interface NewTokenProps {
  action: (state: SecretState, form: FormData) => Promise<SecretState>;
  /** random per page: a form that is sent twice makes one token */
  requestKey: string;
  /** path of this page, for when the token was taken */
  path: string;
  words: SecretOnceWords &
    Record<
      | "create"
      | "noteField"
      | "noteHint"
      | "usesField"
      | "usesHint"
      | "daysField"
      | "daysHint"
      | "trustedField"
      | "trustedHint"
      | "submit"
      | "done"
      | "errorTitle",
      string
    >;
}

/** Makes an initial access token and shows it in the same place, this once. */
export function NewToken({ action, requestKey, path, words }: NewTokenProps) {
  const [state, submit, isPending] = useActionState(action, {
    attempt: 0,
    message: null,
    fields: {},
    values: {},
    created: null,
  });
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (!state.message) return;
    form.current?.querySelector<HTMLElement>('[role="alert"]')?.focus();
    document.title = words.errorTitle;
  }, [state, words.errorTitle]);

  if (state.created) {
    return (
      <div className="grid gap-4">
        <SecretOnce secret={state.created.secret} env={state.created.env} words={words} />
        <div>
          <LinkButton variant="primary" href={path}>
            {words.done}
          </LinkButton>
        </div>
      </div>
    );
  }
  return (
    <FormStateProvider state={state}>
      <h2 className="text-lg font-semibold">{words.create}</h2>
      <form ref={form} action={submit} aria-busy={isPending || undefined} className="grid max-w-xl gap-5" noValidate>
        <FormProblem state={state} />
        <input type="hidden" name="requestKey" value={requestKey} />
        <FormField id="note" label={words.noteField} hint={words.noteHint} maxLength={200} />
        <FormField id="uses" label={words.usesField} hint={words.usesHint} inputMode="numeric" defaultValue="10" />
        <FormField id="days" label={words.daysField} hint={words.daysHint} inputMode="numeric" defaultValue="30" />
        <FormCheckbox id="trusted" label={words.trustedField} hint={words.trustedHint} />
        <div>
          <Button variant="primary">{words.submit}</Button>
        </div>
      </form>
    </FormStateProvider>
  );
}
