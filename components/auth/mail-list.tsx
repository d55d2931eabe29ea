import { Time } from "@/components/ui/time";
import type { StoredMail } from "@/lib/db/mails";
import { getWords } from "@/lib/i18n/words";

/** Mails as plain text, the newest first. */
export function MailList({ mails }: { mails: readonly StoredMail[] }) {
  const words = getWords().auth.outbox;
  return (
    <ol className="grid gap-4">
      {mails.map((mail) => (
        <li key={mail.mailId} className="overflow-hidden rounded-card border border-border bg-surface">
          <div className="grid gap-1 border-b border-border px-4 py-3">
            <h2 className="font-semibold wrap-anywhere">{mail.subject}</h2>
            <p className="flex flex-wrap gap-x-4 text-sm text-fg-muted">
              <span className="wrap-anywhere">
                {words.to} <bdi>{mail.recipient}</bdi>
              </span>
              <span>
                {words.sent} <Time value={mail.createdAt} format="date-time" />
              </span>
            </p>
          </div>
          <p className="px-4 py-3 whitespace-pre-line wrap-anywhere">{mail.body}</p>
        </li>
      ))}
    </ol>
  );
}
