"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Note } from "@/components/ui/note";
import { PasswordField } from "@/components/ui/password-field";

/** What is wrong with the form. Passwords never come back. */
export interface PasswordFormState {
  errors: { current?: string; next?: string };
  /** about the form as a whole */
  message: string | null;
}

export interface PasswordFormProps {
  email: string;
  /** false: the account has none yet, so there is no current one to ask for */
  hasPassword: boolean;
  words: Record<
    "current" | "next" | "nextHint" | "endOthers" | "endOthersHint" | "change" | "reveal" | "errorSummary",
    string
  >;
  action: (state: PasswordFormState, form: FormData) => Promise<PasswordFormState>;
}

/** Current and new password; works without JavaScript. */
export function PasswordForm({ email, hasPassword, words, action }: PasswordFormProps) {
  const [state, submit, isPending] = useActionState(action, { errors: {}, message: null });
  const errors = (["current", "next"] as const).flatMap((fieldId) => {
    const message = state.errors[fieldId];
    return message ? [{ fieldId, message }] : [];
  });
  return (
    <form action={submit} className="grid max-w-md gap-5" aria-busy={isPending}>
      <ErrorSummary title={words.errorSummary} errors={errors} />
      {state.message ? (
        <Note tone="danger" role="alert">
          {state.message}
        </Note>
      ) : null}
      {/* Tells password managers whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      {hasPassword ? (
        <PasswordField
          id="current"
          label={words.current}
          error={state.errors.current}
          autoComplete="current-password"
          revealLabel={words.reveal}
          required
        />
      ) : null}
      <PasswordField
        id="next"
        label={words.next}
        hint={words.nextHint}
        error={state.errors.next}
        autoComplete="new-password"
        revealLabel={words.reveal}
        required
      />
      <Checkbox
        id="end_others"
        name="end_others"
        value="yes"
        label={words.endOthers}
        hint={words.endOthersHint}
        defaultChecked
      />
      <div>
        <Button variant="primary">{words.change}</Button>
      </div>
    </form>
  );
}
