import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { Member } from "@/lib/db/people/groups";
import type { Words } from "@/lib/i18n/words";
import { removeMemberAction } from "../actions";

export interface MemberTableProps {
  words: Words;
  members: readonly Member[];
  groupId: string;
}

/** The people of a group, each with a way out of it. */
export function MemberTable({ words, members, groupId }: MemberTableProps) {
  const texts = words.admin.groups;
  const columns: DataColumn<Member>[] = [
    {
      key: "person",
      header: texts.person,
      isRowHeader: true,
      cell: ({ userId, email, name }) => (
        <span className="grid min-w-0">
          <a href={`/admin/users/${userId}`} className="link min-h-6 wrap-anywhere">
            <bdi>{email}</bdi>
          </a>
          <span className="font-normal text-fg-muted">{name ? <bdi>{name}</bdi> : texts.noName}</span>
        </span>
      ),
    },
    { key: "added", header: texts.added, cell: ({ addedAt }) => <Time words={words} value={addedAt} /> },
    {
      key: "action",
      header: <span className="sr-only">{texts.action}</span>,
      align: "end",
      cell: ({ userId, email }) => (
        <PressForm action={removeMemberAction.bind(null, groupId, userId)} heir="members-heading">
          <Button variant="secondary" size="sm" aria-label={texts.removeLabel(email)}>
            {texts.remove}
          </Button>
        </PressForm>
      ),
    },
  ];
  return (
    <DataTable
      caption={texts.membersCaption}
      isCaptionHidden
      columns={columns}
      rows={members}
      rowKey={({ userId }) => userId}
    />
  );
}
