import { FramedTable } from "@/components/admin/framed-table";
import { PersonBadges } from "@/components/admin/person-badges";
import { Avatar } from "@/components/ui/avatar";
import type { DataColumn } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { ListedUser } from "@/lib/db/people/directory";
import type { Words } from "@/lib/i18n/words";
import { picturePath } from "@/lib/oauth/tokens/picture-path";

/** People with what tells them apart, a link to each. */
export function PeopleTable({ words, people, now }: { words: Words; people: readonly ListedUser[]; now: Date }) {
  const texts = words.admin.people;
  const columns: DataColumn<ListedUser>[] = [
    {
      key: "person",
      header: texts.person,
      isRowHeader: true,
      cell: ({ userId, email, name, pictureKey }) => (
        <span className="flex min-w-0 items-center gap-3">
          <Avatar name={name ?? email} src={pictureKey === null ? null : picturePath(pictureKey)} />
          <span className="grid min-w-0">
            <a href={`/admin/users/${userId}`} className="link min-h-6 wrap-anywhere">
              <bdi>{email}</bdi>
            </a>
            <span className="font-normal text-fg-muted">{name ? <bdi>{name}</bdi> : texts.noName}</span>
          </span>
        </span>
      ),
    },
    { key: "standing", header: texts.standing, cell: (person) => <PersonBadges words={words} person={person} /> },
    {
      key: "joined",
      header: texts.joined,
      cell: ({ createdAt }) => <Time words={words} value={createdAt} />,
    },
    {
      key: "lastSeen",
      header: texts.lastSeen,
      cell: ({ lastSeenAt }) =>
        lastSeenAt ? <Time words={words} value={lastSeenAt} format="relative" now={now} /> : texts.never,
    },
  ];
  return <FramedTable caption={texts.caption} columns={columns} rows={people} rowKey={({ userId }) => userId} />;
}
