import { type AppRow, appColumns } from "@/components/admin/app-columns";
import { FramedTable } from "@/components/admin/framed-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import type { Words } from "@/lib/i18n/words";

export interface ReviewQueueProps {
  words: Words;
  rows: readonly AppRow[];
  /** how many wait besides */
  more: number;
  now: Date;
}

/** Apps that wait for a decision, longest wait first. */
export function ReviewQueue({ words, rows, more, now }: ReviewQueueProps) {
  const texts = words.admin.clients;
  return (
    <section aria-labelledby="waiting-title" className="grid gap-3">
      <h2 id="waiting-title" className="text-lg font-semibold">
        {texts.waiting}
      </h2>
      {rows.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
      ) : (
        <FramedTable
          caption={texts.waitingCaption}
          columns={[
            ...appColumns(words),
            {
              key: "since",
              header: texts.since,
              cell: ({ client }) => <Time words={words} value={client.updatedAt} format="relative" now={now} />,
            },
          ]}
          rows={rows}
          rowKey={({ client }) => client.clientId}
        />
      )}
      {more > 0 ? <p className="text-sm text-fg-muted">{texts.moreWaiting(more)}</p> : null}
    </section>
  );
}
