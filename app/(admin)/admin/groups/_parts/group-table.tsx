import { FramedTable } from "@/components/admin/framed-table";
import type { DataColumn } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { ListedGroup } from "@/lib/db/people/groups";
import type { Words } from "@/lib/i18n/words";
import { isCountedWhole } from "@/lib/people/groups";

/** Groups with how many people are in each. */
export function GroupTable({ words, groups }: { words: Words; groups: readonly ListedGroup[] }) {
  const texts = words.admin.groups;
  const columns: DataColumn<ListedGroup>[] = [
    {
      key: "name",
      header: texts.name,
      isRowHeader: true,
      cell: ({ groupId, name }) => (
        <a href={`/admin/groups/${groupId}`} className="link inline-flex min-h-6 items-center wrap-anywhere">
          <bdi>{name}</bdi>
        </a>
      ),
    },
    {
      key: "people",
      header: texts.people,
      cell: ({ members }) => (isCountedWhole(members) ? texts.peopleCount(members) : texts.manyPeople(members)),
    },
    { key: "made", header: texts.made, cell: ({ createdAt }) => <Time words={words} value={createdAt} /> },
  ];
  return <FramedTable caption={texts.caption} columns={columns} rows={groups} rowKey={({ groupId }) => groupId} />;
}
