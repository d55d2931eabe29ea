import { Badge, type BadgeTone } from "@/components/ui/badge";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { InPlaceLink } from "@/components/ui/in-place-link";
import type { ApiScope } from "@/lib/db/clients/apis";
import { describeScope } from "@/lib/i18n/scope-text";
import type { Words } from "@/lib/i18n/words";
import type { ScopeRisk } from "@/lib/oauth/model";

const tones: Record<ScopeRisk, BadgeTone> = {
  identity: "neutral",
  read: "info",
  change: "warning",
  sensitive: "danger",
};

/** The link that opens the form of a scope. */
export function scopeLinkId(name: string): string {
  return `change-${name}`;
}

/** The scopes of an API with the words that people read. `path`: its page, where one of them is changed. */
export function ApiScopeList({ words, scopes, path }: { words: Words; scopes: readonly ApiScope[]; path: string }) {
  const texts = words.console.apis.scope;
  if (scopes.length === 0) return <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>;
  const columns: DataColumn<ApiScope>[] = [
    {
      key: "name",
      header: texts.column,
      isRowHeader: true,
      cell: (scope) => (
        <span className="flex flex-wrap items-center gap-2">
          <code>{scope.name}</code>
          {scope.retiredAt ? <Badge>{texts.retired}</Badge> : null}
        </span>
      ),
    },
    {
      key: "words",
      header: texts.words,
      cell: (scope) => {
        const { title, detail } = describeScope(scope, words);
        return (
          <span className="grid gap-0.5">
            <span>{title}</span>
            {detail ? <span className="text-fg-muted">{detail}</span> : null}
          </span>
        );
      },
    },
    {
      key: "risk",
      header: texts.risk,
      cell: (scope) => <Badge tone={tones[scope.risk]}>{words.console.scopes.risks[scope.risk]}</Badge>,
    },
    { key: "who", header: texts.who, cell: (scope) => (scope.isPublic ? texts.everyone : texts.adminOnly) },
    {
      key: "action",
      header: texts.action,
      cell: (scope) => (
        <InPlaceLink
          id={scopeLinkId(scope.name)}
          href={`${path}?scope=${encodeURIComponent(scope.name)}#scope`}
          size="sm"
          label={texts.editLabel(scope.name)}
        >
          {texts.edit}
        </InPlaceLink>
      ),
    },
  ];
  return (
    <DataTable caption={texts.caption} isCaptionHidden columns={columns} rows={scopes} rowKey={(scope) => scope.name} />
  );
}
