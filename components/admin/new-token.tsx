"use client";

import { FormStateProvider } from "@/components/console/action-form";
import { FormCheckbox } from "@/components/console/form-checkbox";
import { FormField } from "@/components/console/form-field";
import { FormProblem } from "@/components/console/form-problem";
import { SecretOnce, type SecretOnceWords } from "@/components/console/secret-once";
import { useKeptForm } from "@/components/console/use-kept-form";
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
  const initial: SecretState = { attempt: 0, message: null, fields: {}, values: {}, created: null };
  const { state, props } = useKeptForm(action, initial, words.errorTitle);

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
      <form {...props} className="grid max-w-xl gap-5">
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
