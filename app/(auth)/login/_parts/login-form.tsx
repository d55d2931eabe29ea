import { type FormDestination, HiddenFields } from "@/components/auth/hidden-fields";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { PasswordField } from "@/components/ui/password-field";
import type { Words } from "@/lib/i18n/words";

export interface LoginFormProps {
  words: Words;
  csrf: string;
  destination: FormDestination;
  email: string;
  /** messages of the fields that were wrong */
  errors: { username?: string; password?: string };
  /** the first thing to do on the page is to type */
  isFocused: boolean;
}

/** E-mail and password in one form, so that a password manager fills both in one go. */
export function LoginForm({ words, csrf, destination, email, errors, isFocused }: LoginFormProps) {
  return (
    <form method="post" action="/login/submit" className="grid gap-5" noValidate>
      <HiddenFields csrf={csrf} destination={destination} />
      <Field
        id="username"
        label={words.auth.login.email}
        type="email"
        autoComplete="username webauthn"
        autoCapitalize="none"
        spellCheck={false}
        required
        maxLength={320}
        defaultValue={email}
        error={errors.username}
        autoFocus={isFocused && !email}
      />
      <PasswordField
        id="password"
        label={words.auth.login.password}
        revealLabel={words.common.reveal}
        autoComplete="current-password"
        required
        maxLength={256}
        error={errors.password}
        autoFocus={isFocused && email !== ""}
      />
      <Button id="login-submit" variant="primary" size="lg" isFullWidth>
        {words.auth.login.submit}
      </Button>
    </form>
  );
}
