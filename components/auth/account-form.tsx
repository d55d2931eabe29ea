import { Island } from "@/components/islands/island";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import type { Words } from "@/lib/i18n/words";
import { type FormDestination, HiddenFields } from "./hidden-fields";
import { NewPasswordField } from "./new-password-field";
import { PasskeyAble } from "./passkey-able";

export interface AccountFormProps {
  words: Words;
  action: string;
  csrf: string;
  destination?: FormDestination;
  /** the token of a link that proves the address, so that the form makes the account at once */
  token?: string;
  submitLabel: string;
  /** the address, if it cannot be another one */
  fixedEmail?: string;
  /** about the address */
  emailHint?: string;
  /** characters a password needs */
  minLength: number;
  /** why the form came back: the field, and what is wrong with it */
  problem: { field: string | null; message: string | null } | null;
  values: Record<string, string>;
}

/** E-mail, name and password for a new account. */
export function AccountForm(props: AccountFormProps) {
  const { words, problem, values } = props;
  const { common, auth } = words;
  const { password, person } = auth;
  const errorOf = (field: string) => (problem?.field === field ? (problem.message ?? undefined) : undefined);
  return (
    <>
      {problem?.field && problem.message ? (
        <ErrorSummary title={common.errorSummary} errors={[{ fieldId: problem.field, message: problem.message }]} />
      ) : null}
      <form method="post" action={props.action} className="grid gap-5" noValidate>
        <HiddenFields csrf={props.csrf} destination={props.destination} />
        {props.token ? (
          <>
            <input type="hidden" name="token" value={props.token} />
            <Island name="PasskeyAble" of={PasskeyAble} props={{}} />
          </>
        ) : null}
        <Field
          id="email"
          label={person.email}
          hint={props.emailHint}
          type="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={254}
          defaultValue={props.fixedEmail ?? values.email}
          readOnly={props.fixedEmail !== undefined}
          error={errorOf("email")}
        />
        <Field
          id="name"
          label={person.name}
          hint={person.nameHint}
          type="text"
          autoComplete="name"
          maxLength={100}
          defaultValue={values.name}
          error={errorOf("name")}
        />
        <NewPasswordField
          words={words}
          label={password.label}
          minLength={props.minLength}
          error={errorOf("password")}
        />
        <Button variant="primary" size="lg" isFullWidth>
          {props.submitLabel}
        </Button>
      </form>
    </>
  );
}
