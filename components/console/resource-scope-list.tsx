import { Badge, type BadgeTone } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { ResourceScope } from "@/lib/db/resources";
import { getWords } from "@/lib/i18n/words";
import type { ScopeRisk } from "@/lib/oauth/model";

const tones: Record<ScopeRisk, BadgeTone> = {
  identity: "neutral",
  read: "info",
  change: "warning",
  sensitive: "danger",
};

/** The scopes of an API with the words that people read. `path`: its page, where one of them is changed. */
export function ResourceScopeList({ scopes, path }: { scopes: readonly ResourceScope[]; path: string }) {
  const words = getWords().console;
  const texts = words.apis.scope;
  if (scopes.length === 0) return <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>;
  const columns: DataColumn<ResourceScope>[] = [
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
      cell: (scope) => (
        <span className="grid gap-0.5">
          <span>{scope.title}</span>
          {scope.detail ? <span className="text-fg-muted">{scope.detail}</span> : null}
        </span>
      ),
    },
    {
      key: "risk",
      header: texts.risk,
      cell: (scope) => <Badge tone={tones[scope.risk]}>{words.scopes.risks[scope.risk]}</Badge>,
    },
    { key: "who", header: texts.who, cell: (scope) => (scope.isPublic ? texts.everyone : texts.adminOnly) },
    {
      key: "action",
      header: texts.action,
      cell: (scope) => (
        <LinkButton
          href={`${path}?scope=${encodeURIComponent(scope.name)}#scope`}
          size="sm"
          aria-label={texts.editLabel(scope.name)}
        >
          {texts.edit}
        </LinkButton>
      ),
    },
  ];
  return (
    <DataTable caption={texts.caption} isCaptionHidden columns={columns} rows={scopes} rowKey={(scope) => scope.name} />
  );
}
