import { Button } from "@/components/ui/button";
import { CodeField } from "@/components/ui/code-field";
import { Note } from "@/components/ui/note";
import { getWords } from "@/lib/i18n/words";
import { type FormDestination, HiddenFields } from "./hidden-fields";

export interface VerifyFormProps {
  csrf: string;
  destination: FormDestination;
  /** why the page came back, as a key of the catalogue; "resent" is good news */
  problem: string | null;
  signUpHref: string;
  /** where mails are read that nothing sends */
  outboxHref: string | null;
}

/** The mailed code, and a way to get another one. */
export function VerifyForm({ csrf, destination, problem, signUpHref, outboxHref }: VerifyFormProps) {
  const words = getWords().auth.verify;
  const error = words.errors[problem as keyof typeof words.errors] as string | undefined;
  const isCodeError = problem === "bad_code" || problem === "wrong" || problem === "over";
  return (
    <>
      {problem === "resent" ? (
        <Note tone="success" role="status">
          {words.resent}
        </Note>
      ) : null}
      {problem === "soon" ? (
        <Note tone="warning" role="alert">
          {words.errors.soon}
        </Note>
      ) : null}
      {outboxHref ? (
        <Note tone="info">
          <a href={outboxHref} target="_blank" rel="noopener" className="inline-flex min-h-6 items-center">
            {words.outbox}
          </a>
        </Note>
      ) : null}
      <form method="post" action="/sign-up/verify/submit" className="grid gap-5" noValidate>
        <HiddenFields csrf={csrf} destination={destination} />
        <CodeField id="code" label={words.label} error={isCodeError ? error : undefined} required autoFocus />
        <Button variant="primary" size="lg" isFullWidth>
          {words.submit}
        </Button>
      </form>
      <form method="post" action="/sign-up/resend/submit" className="grid gap-1 border-t border-border pt-4 text-sm">
        <HiddenFields csrf={csrf} destination={destination} />
        <p className="flex flex-wrap items-center gap-x-2">
          {words.resendLead}
          <Button variant="quiet" size="sm">
            {words.resend}
          </Button>
        </p>
        <p className="text-fg-muted">{words.resendHint}</p>
        <p>
          <a href={signUpHref} className="link inline-flex min-h-6 items-center">
            {words.changeAddress}
          </a>
        </p>
      </form>
    </>
  );
}
