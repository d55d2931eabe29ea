import { FramedTable } from "@/components/admin/framed-table";
import type { DataColumn } from "@/components/ui/data-table";
import { Disclosure } from "@/components/ui/disclosure";
import { Time } from "@/components/ui/time";
import type { ShownEvent } from "@/lib/admin/audit-log";
import type { Words } from "@/lib/i18n/words";
import { describeEvent } from "./describe-event";

/** Events in the reader's own words, each with what the log holds of it. */
export function AuditTable({ words, events }: { words: Words; events: readonly ShownEvent[] }) {
  const texts = words.admin.audit;
  const columns: DataColumn<ShownEvent>[] = [
    {
      key: "event",
      header: texts.event,
      isRowHeader: true,
      cell: (event) => (
        <div className="grid min-w-0 gap-1">
          <span>{describeEvent(event.type, words)}</span>
          <Details words={words} event={event} />
        </div>
      ),
    },
    {
      key: "when",
      header: texts.when,
      cell: ({ createdAt }) => <Time words={words} value={createdAt} format="date-time" />,
    },
    {
      key: "who",
      header: texts.who,
      cell: ({ userId, email, byEmail, byDirectory, appName, clientId }) => (
        <span className="grid min-w-0 wrap-anywhere">
          {email ? (
            <a href={`/admin/users/${userId}`} className="link min-h-6">
              <bdi>{email}</bdi>
            </a>
          ) : (
            <code className="text-code">{userId}</code>
          )}
          {byEmail && byEmail !== email ? <span className="text-fg-muted">{texts.by(byEmail)}</span> : null}
          {byDirectory ? <span className="text-fg-muted">{texts.by(byDirectory)}</span> : null}
          {clientId ? <span className="text-fg-muted">{appName ? <bdi>{appName}</bdi> : clientId}</span> : null}
        </span>
      ),
    },
    {
      key: "where",
      header: texts.where,
      cell: (event) => <span className="font-mono text-code wrap-anywhere">{describeOrigin(event, words)}</span>,
    },
  ];
  return <FramedTable caption={texts.caption} columns={columns} rows={events} rowKey={({ id }) => id} />;
}

function Details({ words, event }: { words: Words; event: ShownEvent }) {
  const texts = words.admin.audit;
  const { id, type, outcome, userId, clientId, requestId, data } = event;
  const held = { id, type, user_id: userId, client_id: clientId, request_id: requestId, data };
  return (
    <Disclosure
      look="plain"
      className="min-w-0 text-sm font-normal"
      summary={
        <>
          {texts.details}
          {outcome === "ok" ? null : <span className="text-danger-fg">({texts.outcomes[outcome]})</span>}
        </>
      }
    >
      <pre className="max-w-full rounded-control bg-code-bg p-2 text-code whitespace-pre-wrap wrap-anywhere text-code-fg">
        {JSON.stringify(held, null, 2)}
      </pre>
    </Disclosure>
  );
}

function describeOrigin({ ipAddress, data }: ShownEvent, words: Words): string {
  const texts = words.admin.audit;
  if (ipAddress !== null) return ipAddress;
  if (data.source === "command line") return texts.commandLine;
  return data.source === "job" ? texts.job : texts.unknown;
}
