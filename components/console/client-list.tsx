import { AppLogo } from "@/components/ui/app-logo";
import { Button } from "@/components/ui/button";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { ListedClient } from "@/lib/console/list-clients";
import { getWords } from "@/lib/i18n/words";
import { clientPath } from "./client-shell";
import { StatusBadge } from "./status-badge";

export interface ClientListProps {
  clients: readonly ListedClient[];
  /** administrators see whose app it is */
  showOwner: boolean;
  now: Date;
  restore: (clientId: string) => Promise<void>;
}

/** The apps, newest first. A deleted one offers to come back instead of opening. */
export function ClientList({ clients, showOwner, now, restore }: ClientListProps) {
  const words = getWords().console;
  const columns: DataColumn<ListedClient>[] = [
    {
      key: "name",
      header: words.list.name,
      isRowHeader: true,
      cell: (client) => (
        <span className="flex min-w-0 items-center gap-3">
          <AppLogo name={client.name} size="sm" />
          <span className="grid min-w-0">
            {client.deletedAt ? (
              <span className="wrap-anywhere">{client.name}</span>
            ) : (
              <a href={clientPath(client.clientId)} className="link min-h-6 wrap-anywhere">
                {client.name}
              </a>
            )}
            <code className="font-normal text-fg-muted">{client.clientId}</code>
          </span>
        </span>
      ),
    },
    { key: "kind", header: words.list.kind, cell: (client) => words.kinds[client.kind].title },
    {
      key: "status",
      header: words.list.status,
      cell: (client) => (
        <span className="grid justify-items-start gap-1.5">
          <StatusBadge status={client.status} />
          {client.deletedAt ? (
            <form action={restore.bind(null, client.clientId)}>
              <Button size="sm" variant="secondary" aria-label={words.list.restoreLabel(client.name)}>
                {words.list.restore}
              </Button>
            </form>
          ) : null}
        </span>
      ),
    },
    {
      key: "signIns",
      header: words.list.signIns,
      align: "end",
      cell: (client) => <span className="tabular-nums">{client.signIns.toLocaleString("en-GB")}</span>,
    },
    ...(showOwner
      ? [
          {
            key: "owner",
            header: words.list.owner,
            cell: (client: ListedClient) => client.ownerEmail ?? words.list.noOwner,
          },
        ]
      : []),
    {
      key: "updated",
      header: words.list.updated,
      cell: (client) => <Time value={client.updatedAt} format="relative" now={now} />,
    },
  ];
  return (
    <div className="sm:rounded-card sm:border sm:border-border sm:bg-surface sm:px-2 sm:[&_tbody>tr:last-child]:border-b-0">
      <DataTable
        caption={words.list.caption}
        isCaptionHidden
        columns={columns}
        rows={clients}
        rowKey={(client) => client.clientId}
      />
    </div>
  );
}
