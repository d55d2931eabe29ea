import { DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { ActivityEntry } from "@/lib/account/activity";
import { describeScope } from "@/lib/i18n/scope-text";
import type { Words } from "@/lib/i18n/words";

export interface ActivityListProps {
  words: Words;
  entries: readonly ActivityEntry[];
  caption: string;
  /** without addresses */
  isShort?: boolean;
}

/** What happened, in plain words and with the exact time. */
export function ActivityList({ words, entries, caption, isShort = false }: ActivityListProps) {
  const texts = words.account.activity;
  return (
    <DataTable
      caption={caption}
      isCaptionHidden
      rows={entries}
      rowKey={(entry) => entry.id}
      columns={[
        {
          key: "what",
          header: texts.what,
          isRowHeader: true,
          cell: (entry) => <What words={words} entry={entry} />,
        },
        {
          key: "when",
          header: texts.when,
          cell: (entry) => <Time words={words} value={entry.at} format="date-time" />,
        },
        ...(isShort
          ? []
          : [
              {
                key: "where",
                header: texts.where,
                cell: (entry: ActivityEntry) => (
                  <span className="font-mono text-code">{describeOrigin(entry.from, words)}</span>
                ),
              },
            ]),
      ]}
    />
  );
}

/** What happened in a sentence, and which permissions it was about. */
function What({ words, entry }: { words: Words; entry: ActivityEntry }) {
  const texts = words.account.activity;
  const sentence = texts.kinds[entry.kind](entry.appName ?? texts.anApp);
  if (entry.scopes.length === 0) return sentence;
  return (
    <div className="grid gap-1">
      <span>{sentence}</span>
      <ul aria-label={texts.scopes} className="list-disc ps-5 font-normal text-fg-muted">
        {entry.scopes.map((scope) => (
          <li key={scope.name}>{describeScope(scope, words).title}</li>
        ))}
      </ul>
    </div>
  );
}

function describeOrigin(from: ActivityEntry["from"], words: Words): string {
  const texts = words.account.activity;
  if (from === null) return texts.unknownAddress;
  return from === "command line" ? texts.commandLine : from.ipAddress;
}
