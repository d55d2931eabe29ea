import type { Words } from "@/lib/i18n/words";

/** Says that a mail is on its way if the address has an account, and where to read it if no server sends mails. */
export function MailedCodeLead({
  words,
  email,
  outboxHref,
}: {
  words: Words;
  email: string;
  outboxHref: string | null;
}) {
  const texts = words.auth.mailedCode;
  return (
    <>
      <p>
        {texts.sent} <bdi className="font-semibold wrap-anywhere text-fg">{email}</bdi>
        {". "}
        {texts.sentEnd}
      </p>
      <p className="text-sm">{texts.sentHint}</p>
      {outboxHref ? (
        <p>
          <a href={outboxHref} target="_blank" rel="noopener" className="link inline-flex min-h-6 items-center">
            {words.auth.verify.outbox}
          </a>
        </p>
      ) : null}
    </>
  );
}
