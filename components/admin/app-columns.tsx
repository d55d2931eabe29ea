import { StatusBadge } from "@/components/console/status-badge";
import type { DataColumn } from "@/components/ui/data-table";
import type { ClientDetails } from "@/lib/db/clients";
import { getWords } from "@/lib/i18n/words";

/** Where the page about one app is. */
export function appPath(clientId: string): string {
  return `/admin/clients/${encodeURIComponent(clientId)}`;
}

/** An app with whom it has to do with. */
export interface AppRow {
  client: ClientDetails;
  people: number;
  reports: number;
}

/** Who registered an app, in words. */
export function ownerOf({ isSelfRegistered, ownerEmail }: ClientDetails): string {
  const words = getWords().admin.clients;
  if (ownerEmail) return ownerEmail;
  return isSelfRegistered ? words.itself : words.operator;
}

/** The hosts that people are sent to, each once; a private scheme stands for itself. */
export function hostsOf({ redirectUris }: ClientDetails): string[] {
  return [...new Set(redirectUris.map((uri) => (URL.canParse(uri) && new URL(uri).host) || uri))];
}

/** The columns that tell apps apart. */
export function appColumns(): DataColumn<AppRow>[] {
  const words = getWords().admin.clients;
  return [
    {
      key: "app",
      header: words.app,
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
    { key: "owner", header: words.owner, cell: ({ client }) => ownerOf(client) },
    {
      key: "hosts",
      header: words.sendsTo,
      cell: ({ client }) => {
        const hosts = hostsOf(client);
        return hosts.length === 0 ? (
          words.nowhere
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
    { key: "people", header: words.people, align: "end", cell: ({ people }) => people.toLocaleString("en-GB") },
    { key: "reports", header: words.reports, align: "end", cell: ({ reports }) => reports.toLocaleString("en-GB") },
  ];
}

/** The column with an app's state. `status`: of a client that is not deleted */
export function statusColumn(): DataColumn<AppRow> {
  return {
    key: "status",
    header: getWords().admin.clients.status,
    cell: ({ client }) => <StatusBadge status={client.suspendedAt ? "suspended" : client.status} />,
  };
}
