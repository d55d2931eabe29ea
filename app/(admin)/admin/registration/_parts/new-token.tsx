"use client";

import { type SecretOnceWords, SecretThenBack } from "@/components/console/secret-once";
import { FormStateProvider } from "@/components/forms/action-form";
import { FormCheckbox } from "@/components/forms/form-checkbox";
import { FormField } from "@/components/forms/form-field";
import { FormProblem } from "@/components/forms/form-problem";
import { untouched } from "@/components/forms/untouched";
import { useKeptForm } from "@/components/forms/use-kept-form";
import { Button } from "@/components/ui/button";
import type { ShownSecret } from "@/lib/console/env-block";
import type { FormAction } from "@/lib/forms/answer";

export interface NewTokenProps {
  action: FormAction<ShownSecret>;
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
  const { state, props } = useKeptForm(action, untouched, words.errorTitle);

  if (state.shown) return <SecretThenBack {...state.shown} words={words} path={path} done={words.done} />;
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
