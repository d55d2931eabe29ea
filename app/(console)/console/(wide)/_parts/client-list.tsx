import { clientPath } from "@/components/console/client-path";
import { StatusBadge } from "@/components/console/status-badge";
import { PressForm } from "@/components/forms/press-form";
import { AppLogo } from "@/components/ui/app-logo";
import { Button } from "@/components/ui/button";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { ListedClient } from "@/lib/clients/list-clients";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface ClientListProps {
  words: Words;
  clients: readonly ListedClient[];
  /** administrators see whose app it is */
  showOwner: boolean;
  now: Date;
  restore: (clientId: string, ...rest: Parameters<FormAction>) => ReturnType<FormAction>;
}

/** The apps, newest first. A deleted app can be restored instead of opened. */
export function ClientList({ words, clients, showOwner, now, restore }: ClientListProps) {
  const texts = words.console;
  const columns: DataColumn<ListedClient>[] = [
    {
      key: "name",
      header: texts.list.name,
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
    { key: "kind", header: texts.list.kind, cell: (client) => texts.kinds[client.kind].title },
    {
      key: "status",
      header: texts.list.status,
      cell: (client) => (
        <span className="grid justify-items-start gap-1.5">
          <StatusBadge words={words} status={client.status} />
          {client.deletedAt ? (
            <PressForm action={restore.bind(null, client.clientId)} heir="page-title">
              <Button size="sm" variant="secondary" aria-label={texts.list.restoreLabel(client.name)}>
                {texts.list.restore}
              </Button>
            </PressForm>
          ) : null}
        </span>
      ),
    },
    {
      key: "signIns",
      header: texts.list.signIns,
      align: "end",
      cell: (client) => <span className="tabular-nums">{words.formats.formatNumber(client.signIns)}</span>,
    },
    ...(showOwner
      ? [
          {
            key: "owner",
            header: texts.list.owner,
            cell: (client: ListedClient) => client.ownerEmail ?? texts.list.noOwner,
          },
        ]
      : []),
    {
      key: "updated",
      header: texts.list.updated,
      cell: (client) => <Time words={words} value={client.updatedAt} format="relative" now={now} />,
    },
  ];
  return (
    <DataTable
      caption={texts.list.caption}
      isCaptionHidden
      isFramed
      columns={columns}
      rows={clients}
      rowKey={(client) => client.clientId}
    />
  );
}
