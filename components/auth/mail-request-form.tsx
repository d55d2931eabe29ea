import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { Words } from "@/lib/i18n/words";
import { type FormDestination, HiddenFields } from "./hidden-fields";

export interface MailRequestFormProps {
  words: Words;
  action: string;
  csrf: string;
  destination: FormDestination;
  /** the name of the field, and its id */
  field: "email" | "username";
  email: string;
  error: string | undefined;
  submit: { id: string; label: string };
}

/** Asks for the address that a code is mailed to. */
export function MailRequestForm(props: MailRequestFormProps) {
  const { words, error } = props;
  return (
    <form method="post" action={props.action} className="grid gap-5" noValidate>
      <HiddenFields csrf={props.csrf} destination={props.destination} />
      <Field
        id={props.field}
        label={words.auth.login.email}
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        maxLength={254}
        defaultValue={props.email}
        error={error}
        autoFocus={!error}
      />
      <Button id={props.submit.id} variant="primary" size="lg" isFullWidth>
        {props.submit.label}
      </Button>
    </form>
  );
}
