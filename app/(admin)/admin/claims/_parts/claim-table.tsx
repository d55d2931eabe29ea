import { FramedTable } from "@/components/admin/framed-table";
import { RemovalQuestion } from "@/components/admin/removal-question";
import type { DataColumn } from "@/components/ui/data-table";
import { InPlaceLink } from "@/components/ui/in-place-link";
import type { ClaimDefinition } from "@/lib/db/people/claims";
import type { Words } from "@/lib/i18n/words";
import { removeClaimAction } from "../actions";

const PATH = "/admin/claims";
const linkId = (name: string) => `remove-${encodeURIComponent(name)}`;

/** Id of the link that opens the form for a claim. */
export const editLinkId = (name: string) => `edit-${encodeURIComponent(name)}`;

/** The operator's own claims, each with a way to remove it. */
export function ClaimTable({ words, claims }: { words: Words; claims: readonly ClaimDefinition[] }) {
  const texts = words.admin.claims;
  const columns: DataColumn<ClaimDefinition>[] = [
    {
      key: "name",
      header: texts.name,
      isRowHeader: true,
      cell: ({ name, label, labels }) => (
        <span className="grid min-w-0">
          <code className="wrap-anywhere">{name}</code>
          <span className="font-normal text-fg-muted">{labels[words.common.language] ?? label}</span>
        </span>
      ),
    },
    { key: "type", header: texts.type, cell: ({ type }) => texts.types[type] },
    { key: "editor", header: texts.editor, cell: ({ editor }) => texts.editors[editor] },
    { key: "scope", header: texts.scope, cell: ({ scopeName }) => <code className="wrap-anywhere">{scopeName}</code> },
    {
      key: "action",
      header: <span className="sr-only">{texts.action}</span>,
      align: "end",
      cell: ({ name }) => (
        <span className="flex flex-wrap justify-end gap-2">
          <InPlaceLink
            id={editLinkId(name)}
            size="sm"
            href={`${PATH}?${new URLSearchParams({ edit: name })}#edit`}
            label={texts.editLabel(name)}
          >
            {texts.edit}
          </InPlaceLink>
          <InPlaceLink
            id={linkId(name)}
            size="sm"
            href={`${PATH}?${new URLSearchParams({ remove: name })}#remove`}
            label={texts.removeLabel(name)}
          >
            {texts.remove}
          </InPlaceLink>
        </span>
      ),
    },
  ];
  return <FramedTable caption={texts.caption} columns={columns} rows={claims} rowKey={({ name }) => name} />;
}

/** Asks before a claim and its values are deleted. */
export function RemoveClaim({ words, claim }: { words: Words; claim: ClaimDefinition }) {
  const texts = words.admin.claims;
  return (
    <RemovalQuestion
      texts={{ title: texts.removeTitle(claim.name), body: texts.removeBody, keep: texts.keep, remove: texts.remove }}
      keepHref={PATH}
      askedBy={linkId(claim.name)}
      action={removeClaimAction.bind(null, claim.name)}
    />
  );
}
