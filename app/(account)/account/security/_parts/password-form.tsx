import { ActionForm } from "@/components/forms/action-form";
import { FormCheckbox } from "@/components/forms/form-checkbox";
import { FormPasswordField } from "@/components/forms/form-password-field";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface PasswordFormProps {
  words: Words;
  email: string;
  /** false: the account has none yet, so there is no current one to ask for */
  hasPassword: boolean;
  /** characters that the new one needs */
  minLength: number;
  action: FormAction;
}

/** Current and new password. */
export function PasswordForm({ words, email, hasPassword, minLength, action }: PasswordFormProps) {
  const { account, auth, common } = words;
  const texts = account.security;
  return (
    <ActionForm
      action={action}
      errorTitle={common.errorTitle(texts.title)}
      label={texts.password}
      className="grid max-w-md gap-5"
    >
      {/* Tells password managers whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      {hasPassword ? (
        <FormPasswordField
          id="current"
          label={texts.current}
          autoComplete="current-password"
          revealLabel={common.reveal}
          required
        />
      ) : null}
      <FormPasswordField
        id="next"
        label={texts.next}
        hint={auth.password.hint(minLength)}
        autoComplete="new-password"
        revealLabel={common.reveal}
        required
      />
      <FormCheckbox id="end_others" label={texts.endOthers} hint={texts.endOthersHint} defaultChecked />
      <div>
        <Button variant="primary">{texts.change}</Button>
      </div>
    </ActionForm>
  );
}
