import { FramedTable } from "@/components/admin/framed-table";
import { RemovalQuestion } from "@/components/admin/removal-question";
import type { DataColumn } from "@/components/ui/data-table";
import { InPlaceLink } from "@/components/ui/in-place-link";
import { Time } from "@/components/ui/time";
import type { ListedDirectory } from "@/lib/db/people/directories";
import type { Words } from "@/lib/i18n/words";
import { removeDirectoryAction } from "../actions";

const PATH = "/admin/directories";
const linkId = (id: string) => `remove-${id}`;

export interface DirectoryTableProps {
  words: Words;
  directories: readonly ListedDirectory[];
  now: Date;
}

/** Directories, each with when it was last here, and a way to edit and to remove it. */
export function DirectoryTable({ words, directories, now }: DirectoryTableProps) {
  const texts = words.admin.directories;
  const columns: DataColumn<ListedDirectory>[] = [
    {
      key: "directory",
      header: texts.directory,
      isRowHeader: true,
      cell: ({ name }) => <bdi className="wrap-anywhere">{name}</bdi>,
    },
    {
      key: "domains",
      header: texts.domains,
      cell: ({ domains }) => (
        <span className="wrap-anywhere">{domains.length > 0 ? domains.join(", ") : texts.noDomains}</span>
      ),
    },
    {
      key: "lastUsed",
      header: texts.lastUsed,
      cell: ({ tokens }) => {
        const uses = tokens.flatMap(({ lastUsedAt }) => lastUsedAt ?? []);
        const last = uses.reduce<Date | null>((newest, use) => (newest && newest > use ? newest : use), null);
        const until = tokens.find(({ expiresAt }) => expiresAt !== null)?.expiresAt;
        return (
          <span className="grid">
            {last ? <Time words={words} value={last} format="relative" now={now} /> : texts.neverUsed}
            {until ? (
              <span className="text-fg-muted">{texts.oldToken(words.formats.formatDateTime(until))}</span>
            ) : null}
          </span>
        );
      },
    },
    {
      key: "action",
      header: <span className="sr-only">{texts.action}</span>,
      align: "end",
      cell: ({ directoryId, name }) => (
        <span className="flex flex-wrap justify-end gap-2">
          <InPlaceLink size="sm" href={`${PATH}?edit=${directoryId}#edit`} label={texts.editLabel(name)}>
            {texts.edit}
          </InPlaceLink>
          <InPlaceLink
            id={linkId(directoryId)}
            size="sm"
            href={`${PATH}?remove=${directoryId}#remove`}
            label={texts.removeLabel(name)}
          >
            {texts.remove}
          </InPlaceLink>
        </span>
      ),
    },
  ];
  return (
    <FramedTable
      caption={texts.caption}
      columns={columns}
      rows={directories}
      rowKey={({ directoryId }) => directoryId}
    />
  );
}

/** Asks before a directory and its tokens are removed. */
export function RemoveDirectory({ words, directory }: { words: Words; directory: ListedDirectory }) {
  const texts = words.admin.directories;
  return (
    <RemovalQuestion
      texts={{
        title: texts.removeTitle(directory.name),
        body: texts.removeBody,
        keep: texts.keep,
        remove: texts.remove,
      }}
      keepHref={PATH}
      askedBy={linkId(directory.directoryId)}
      action={removeDirectoryAction.bind(null, directory.directoryId)}
    />
  );
}
