import { type FormDestination, HiddenFields } from "@/components/auth/hidden-fields";
import { NewPasswordField } from "@/components/auth/new-password-field";
import { PasskeyAble } from "@/components/auth/passkey-able";
import { Island } from "@/components/islands/island";
import { Button } from "@/components/ui/button";
import { CodeField } from "@/components/ui/code-field";
import type { Words } from "@/lib/i18n/words";

export interface NewPasswordFormProps {
  words: Words;
  csrf: string;
  destination: FormDestination;
  /** of the link; null: a code is typed */
  token: string | null;
  /** for password managers, which store the new password under it */
  email: string;
  /** characters that it needs */
  minLength: number;
  /** the code that was typed before */
  code: string;
  problem: { field: string | null; message: string | null } | null;
}

/** The new password, and the mailed code where no link brought the person here. */
export function NewPasswordForm(props: NewPasswordFormProps) {
  const { words, token, problem } = props;
  const { reset, mailedCode } = words.auth;
  const errorOf = (field: string) => (problem?.field === field ? (problem.message ?? undefined) : undefined);
  return (
    <form method="post" action="/reset/confirm/submit" className="grid gap-5" noValidate>
      <HiddenFields csrf={props.csrf} destination={props.destination} />
      <Island name="PasskeyAble" of={PasskeyAble} props={{}} />
      {token === null ? (
        <CodeField
          id="code"
          label={mailedCode.label}
          error={errorOf("code")}
          required
          defaultValue={props.code}
          autoFocus={props.code === ""}
        />
      ) : (
        <input type="hidden" name="token" value={token} />
      )}
      <input type="hidden" name="username" autoComplete="username" value={props.email} />
      <NewPasswordField
        words={words}
        label={reset.newPassword}
        minLength={props.minLength}
        error={errorOf("password")}
      />
      <p className="text-sm text-fg-muted">{reset.consequence}</p>
      <Button id="reset-submit" variant="primary" size="lg" isFullWidth>
        {reset.confirmSubmit}
      </Button>
    </form>
  );
}
