import { DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { HistoryEntry } from "@/lib/account/consent-history";
import type { Words } from "@/lib/i18n/words";

export interface ConsentHistoryProps {
  words: Words;
  clientId: string;
  entries: readonly HistoryEntry[];
  /** there are older ones */
  isMore: boolean;
}

/** What the person allowed an app and took back over time, with a receipt for each change. */
export function ConsentHistory({ words, clientId, entries, isMore }: ConsentHistoryProps) {
  const texts = words.account.history;
  return (
    <div className="grid gap-3">
      <DataTable
        caption={texts.title}
        isCaptionHidden
        rows={entries}
        rowKey={(entry) => entry.versionId}
        columns={[
          {
            key: "what",
            header: words.account.activity.what,
            isRowHeader: true,
            cell: (entry) => <Change words={words} entry={entry} />,
          },
          {
            key: "when",
            header: words.account.activity.when,
            cell: ({ createdAt }) => <Time words={words} value={createdAt} format="date-time" />,
          },
          {
            key: "receipt",
            header: texts.receipt,
            cell: ({ versionId, createdAt }) => (
              <a
                href={`/account/apps/${encodeURIComponent(clientId)}/receipts/${versionId}`}
                download
                className="link inline-flex min-h-6 items-center whitespace-nowrap"
              >
                {texts.download}
                <span className="sr-only"> {texts.downloadOf(createdAt)}</span>
              </a>
            ),
          },
        ]}
      />
      {isMore ? <p className="text-sm text-fg-muted">{texts.more}</p> : null}
    </div>
  );
}

function Change({ words, entry: { change, titles, expiresAt } }: { words: Words; entry: HistoryEntry }) {
  const texts = words.account.history;
  return (
    <div className="grid gap-1">
      <span>{describe(change, expiresAt, words)}</span>
      {titles.length > 0 ? (
        <ul aria-label={words.account.activity.scopes} className="list-disc ps-5 font-normal text-fg-muted">
          {countTitles(titles.map((title) => title ?? words.account.app.retired)).map(([title, count]) => (
            <li key={title}>{count > 1 ? texts.times(title, count) : title}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function describe(change: HistoryEntry["change"], expiresAt: Date | null, words: Words): string {
  const texts = words.account.history;
  if (change === "given") return texts.given(expiresAt);
  return change === "shortened" ? texts.shortened(expiresAt) : texts.changes[change];
}

/** Scopes that are no longer in the catalogue share a title. */
function countTitles(titles: readonly string[]): [title: string, count: number][] {
  const counts = new Map<string, number>();
  for (const title of titles) counts.set(title, (counts.get(title) ?? 0) + 1);
  return [...counts];
}
