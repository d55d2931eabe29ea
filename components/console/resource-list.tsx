import { Badge } from "@/components/ui/badge";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import type { ResourceDetails } from "@/lib/db/resources";
import { getWords } from "@/lib/i18n/words";

/** Where the page of an API is. */
export function apiPath(resourceId: string): string {
  return `/console/apis/${encodeURIComponent(resourceId)}`;
}

export interface ListedResource extends ResourceDetails {
  /** the portal's own API */
  isOwn: boolean;
}

/** The registered APIs, by name. */
export function ResourceList({ resources }: { resources: readonly ListedResource[] }) {
  const words = getWords().console.apis;
  const columns: DataColumn<ListedResource>[] = [
    {
      key: "name",
      header: words.name,
      isRowHeader: true,
      cell: (resource) => (
        <span className="grid min-w-0 justify-items-start gap-0.5">
          <span className="flex flex-wrap items-center gap-2">
            <a href={apiPath(resource.id)} className="link min-h-6 wrap-anywhere">
              {resource.name}
            </a>
            {resource.isOwn ? <Badge>{words.own}</Badge> : null}
          </span>
          <code className="font-normal text-fg-muted">{resource.identifier}</code>
        </span>
      ),
    },
    { key: "format", header: words.format, cell: (resource) => words.formatNames[resource.tokenFormat] },
    { key: "lifetime", header: words.lifetime, cell: (resource) => words.seconds(resource.accessTokenTtl) },
    {
      key: "scopes",
      header: words.scopes,
      align: "end",
      cell: (resource) => (
        <span className="tabular-nums">{resource.scopes.filter((scope) => scope.retiredAt === null).length}</span>
      ),
    },
  ];
  return (
    <div className="sm:rounded-card sm:border sm:border-border sm:bg-surface sm:px-2 sm:[&_tbody>tr:last-child]:border-b-0">
      <DataTable
        caption={words.caption}
        isCaptionHidden
        columns={columns}
        rows={resources}
        rowKey={(resource) => resource.id}
      />
    </div>
  );
}
