import { StatusBadge } from "@/components/console/status-badge";
import type { DataColumn } from "@/components/ui/data-table";
import type { ClientDetails } from "@/lib/db/clients/clients";
import type { Words } from "@/lib/i18n/words";

/** Where the page about one app is. */
export function appPath(clientId: string): string {
  return `/admin/clients/${encodeURIComponent(clientId)}`;
}

/** An app, with the people involved with it. */
export interface AppRow {
  client: ClientDetails;
  people: number;
  reports: number;
}

/** Who registered an app, in words. */
export function ownerOf({ isSelfRegistered, ownerEmail }: ClientDetails, words: Words): string {
  const texts = words.admin.clients;
  if (ownerEmail) return ownerEmail;
  return isSelfRegistered ? texts.itself : texts.operator;
}

/** The hosts that people are sent to, each once; or the private-use scheme. */
export function hostsOf({ redirectUris }: ClientDetails): string[] {
  return [...new Set(redirectUris.map((uri) => (URL.canParse(uri) && new URL(uri).host) || uri))];
}

/** The columns that tell apps apart. */
export function appColumns(words: Words): DataColumn<AppRow>[] {
  const texts = words.admin.clients;
  return [
    {
      key: "app",
      header: texts.app,
      isRowHeader: true,
      cell: ({ client }) => (
        <span className="grid min-w-0">
          <a href={appPath(client.clientId)} className="link min-h-6 wrap-anywhere">
            {client.name}
          </a>
          <code className="font-normal text-fg-muted">{client.clientId}</code>
        </span>
      ),
    },
    { key: "owner", header: texts.owner, cell: ({ client }) => ownerOf(client, words) },
    {
      key: "hosts",
      header: texts.sendsTo,
      cell: ({ client }) => {
        const hosts = hostsOf(client);
        return hosts.length === 0 ? (
          texts.nowhere
        ) : (
          <span className="grid">
            {hosts.map((host) => (
              <code key={host} className="wrap-anywhere">
                {host}
              </code>
            ))}
          </span>
        );
      },
    },
    { key: "people", header: texts.people, align: "end", cell: ({ people }) => words.formats.formatNumber(people) },
    { key: "reports", header: texts.reports, align: "end", cell: ({ reports }) => words.formats.formatNumber(reports) },
  ];
}

/** The column with an app's state. `status`: of a client that is not deleted */
export function statusColumn(words: Words): DataColumn<AppRow> {
  return {
    key: "status",
    header: words.admin.clients.status,
    cell: ({ client }) => <StatusBadge words={words} status={client.suspendedAt ? "suspended" : client.status} />,
  };
}
