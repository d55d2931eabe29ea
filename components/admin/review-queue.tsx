import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { getWords } from "@/lib/i18n/words";
import { type AppRow, appColumns } from "./app-columns";
import { FramedTable } from "./framed-table";

/** Apps that wait for a decision, those that waited longest first. */
export function ReviewQueue({ rows, now }: { rows: readonly AppRow[]; now: Date }) {
  const words = getWords().admin.clients;
  return (
    <section aria-labelledby="waiting-title" className="grid gap-3">
      <h2 id="waiting-title" className="text-lg font-semibold">
        {words.waiting}
      </h2>
      {rows.length === 0 ? (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      ) : (
        <FramedTable
          caption={words.waitingCaption}
          columns={[
            ...appColumns(),
            {
              key: "since",
              header: words.since,
              cell: ({ client }) => <Time value={client.updatedAt} format="relative" now={now} />,
            },
          ]}
          rows={rows}
          rowKey={({ client }) => client.clientId}
        />
      )}
    </section>
  );
}
