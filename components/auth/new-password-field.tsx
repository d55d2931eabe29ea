import { Island } from "@/components/islands/island";
import { PasswordField } from "@/components/ui/password-field";
import type { Words } from "@/lib/i18n/words";
import { PasswordCounter } from "./password-counter";

export interface NewPasswordFieldProps {
  words: Words;
  label: string;
  /** characters that the password needs */
  minLength: number;
  error?: string;
}

/** A password that somebody chooses, with a way to see it instead of typing it twice, and a count of its characters. */
export function NewPasswordField({ words, label, minLength, error }: NewPasswordFieldProps) {
  const { password } = words.auth;
  // The last sentence is for every greater length.
  const sentences = Array.from({ length: minLength + 1 }, (_, count) => password.count(count, minLength));
  return (
    <div className="grid gap-1.5">
      <PasswordField
        id="password"
        label={label}
        hint={password.hint(minLength)}
        revealLabel={words.common.reveal}
        autoComplete="new-password"
        required
        maxLength={256}
        error={error}
      />
      <Island name="PasswordCounter" of={PasswordCounter} props={{ inputId: "password", sentences }} />
    </div>
  );
}
