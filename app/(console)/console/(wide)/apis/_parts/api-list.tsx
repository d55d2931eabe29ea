import { apiPath } from "@/components/console/api-path";
import { Badge } from "@/components/ui/badge";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import type { ApiDetails } from "@/lib/db/clients/apis";
import type { Words } from "@/lib/i18n/words";

export interface ListedApi extends ApiDetails {
  /** the portal's own API */
  isOwn: boolean;
}

/** The registered APIs, by name. */
export function ApiList({ words, apis }: { words: Words; apis: readonly ListedApi[] }) {
  const texts = words.console.apis;
  const columns: DataColumn<ListedApi>[] = [
    {
      key: "name",
      header: texts.name,
      isRowHeader: true,
      cell: (api) => (
        <span className="grid min-w-0 justify-items-start gap-0.5">
          <span className="flex flex-wrap items-center gap-2">
            <a href={apiPath(api.id)} className="link min-h-6 wrap-anywhere">
              {api.name}
            </a>
            {api.isOwn ? <Badge>{texts.own}</Badge> : null}
          </span>
          <code className="font-normal text-fg-muted">{api.identifier}</code>
        </span>
      ),
    },
    { key: "format", header: texts.format, cell: (api) => texts.formatNames[api.tokenFormat] },
    { key: "lifetime", header: texts.lifetime, cell: (api) => texts.seconds(api.accessTokenTtl) },
    {
      key: "scopes",
      header: texts.scopes,
      align: "end",
      cell: (api) => (
        <span className="tabular-nums">{api.scopes.filter((scope) => scope.retiredAt === null).length}</span>
      ),
    },
  ];
  return (
    <DataTable
      caption={texts.caption}
      isCaptionHidden
      isFramed
      columns={columns}
      rows={apis}
      rowKey={(api) => api.id}
    />
  );
}
