import { DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { ActivityEntry } from "@/lib/account/activity";
import { getWords } from "@/lib/i18n/words";

export interface ActivityListProps {
  entries: readonly ActivityEntry[];
  caption: string;
  /** without addresses */
  isShort?: boolean;
}

/** What happened, in plain words and with the exact time. */
export function ActivityList({ entries, caption, isShort = false }: ActivityListProps) {
  const words = getWords().account.activity;
  return (
    <DataTable
      caption={caption}
      isCaptionHidden
      rows={entries}
      rowKey={(entry) => entry.id}
      columns={[
        {
          key: "what",
          header: words.what,
          isRowHeader: true,
          cell: (entry) => words.kinds[entry.kind](entry.appName ?? words.anApp),
        },
        { key: "when", header: words.when, cell: (entry) => <Time value={entry.at} format="date-time" /> },
        ...(isShort
          ? []
          : [
              {
                key: "where",
                header: words.where,
                cell: (entry: ActivityEntry) => (
                  <span className="font-mono text-code">{describeOrigin(entry.from)}</span>
                ),
              },
            ]),
      ]}
    />
  );
}

function describeOrigin(from: ActivityEntry["from"]): string {
  const words = getWords().account.activity;
  if (from === null) return words.unknownAddress;
  return from === "command line" ? words.commandLine : from.ipAddress;
}
