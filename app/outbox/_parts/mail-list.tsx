import { Time } from "@/components/ui/time";
import type { StoredMail } from "@/lib/db/people/mails";
import type { Words } from "@/lib/i18n/words";

/** Mails as plain text, the newest first. */
export function MailList({ words, mails }: { words: Words; mails: readonly StoredMail[] }) {
  const texts = words.auth.outbox;
  return (
    <ol className="grid gap-4">
      {mails.map((mail) => (
        <li key={mail.mailId} className="overflow-hidden rounded-card border border-border bg-surface">
          <div className="grid gap-1 border-b border-border px-4 py-3">
            <h2 className="font-semibold wrap-anywhere">
              <bdi>{mail.subject}</bdi>
            </h2>
            <p className="flex flex-wrap gap-x-4 text-sm text-fg-muted">
              <span className="wrap-anywhere">
                {texts.to} <bdi>{mail.recipient}</bdi>
              </span>
              <span>
                {texts.sent} <Time words={words} value={mail.createdAt} format="date-time" />
              </span>
            </p>
          </div>
          <p className="px-4 py-3 whitespace-pre-line wrap-anywhere">
            <bdi>{mail.body}</bdi>
          </p>
        </li>
      ))}
    </ol>
  );
}
