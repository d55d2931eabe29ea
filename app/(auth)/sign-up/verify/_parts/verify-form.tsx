import { type FormDestination, HiddenFields } from "@/components/auth/hidden-fields";
import { PasskeyAble } from "@/components/auth/passkey-able";
import { Island } from "@/components/islands/island";
import { Button } from "@/components/ui/button";
import { CodeField } from "@/components/ui/code-field";
import { Note } from "@/components/ui/note";
import type { Words } from "@/lib/i18n/words";

export interface VerifyFormProps {
  words: Words;
  csrf: string;
  destination: FormDestination;
  /** why the page came back; "resent" is good news */
  problem: { error: string; field: string | null; message: string | null } | null;
  signUpHref: string;
  /** where to read mails that no server sends */
  outboxHref: string | null;
}

/** The mailed code, and a way to get another one. */
export function VerifyForm({ words, csrf, destination, problem, signUpHref, outboxHref }: VerifyFormProps) {
  const texts = words.auth.verify;
  return (
    <>
      {problem?.message && problem.field === null ? (
        problem.error === "resent" ? (
          <Note tone="success" role="status">
            {problem.message}
          </Note>
        ) : (
          <Note tone="warning" role="alert">
            {problem.message}
          </Note>
        )
      ) : null}
      {outboxHref ? (
        <Note tone="info">
          <a href={outboxHref} target="_blank" rel="noopener" className="inline-flex min-h-6 items-center">
            {texts.outbox}
          </a>
        </Note>
      ) : null}
      <form method="post" action="/sign-up/verify/submit" className="grid gap-5" noValidate>
        <HiddenFields csrf={csrf} destination={destination} />
        <Island name="PasskeyAble" of={PasskeyAble} props={{}} />
        <CodeField
          id="code"
          label={texts.label}
          error={problem?.field === "code" ? (problem.message ?? undefined) : undefined}
          required
          autoFocus
        />
        <Button variant="primary" size="lg" isFullWidth>
          {texts.submit}
        </Button>
      </form>
      <form method="post" action="/sign-up/resend/submit" className="grid gap-1 border-t border-border pt-4 text-sm">
        <HiddenFields csrf={csrf} destination={destination} />
        <p className="flex flex-wrap items-center gap-x-2">
          {texts.resendLead}
          <Button variant="quiet" size="lg">
            {texts.resend}
          </Button>
        </p>
        <p className="text-fg-muted">{texts.resendHint}</p>
        <p>
          <a href={signUpHref} className="link inline-flex min-h-6 items-center">
            {texts.changeAddress}
          </a>
        </p>
      </form>
    </>
  );
}
