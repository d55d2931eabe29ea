import { Card } from "@/components/console/card";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { adminTitle, openAdminPage } from "@/lib/admin/admin-page";
import { getPageWords } from "@/lib/auth/page-words";
import { listGroups } from "@/lib/people/groups";
import { AdminHeading } from "../_parts/admin-heading";
import { GroupTable } from "./_parts/group-table";
import { NameForm } from "./_parts/name-form";
import { createGroupAction } from "./actions";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return adminTitle(words.admin.groups.title);
};

const PATH = "/admin/groups";
const PAGE_SIZE = 50;

/** All groups of people, page by page, and a form for another one. */
export default async function Groups({ searchParams }: { searchParams: Promise<{ after?: string | string[] }> }) {
  const words = await getPageWords();
  const texts = words.admin.groups;
  const { actor } = await openAdminPage();
  const given = (await searchParams).after;
  const after = typeof given === "string" ? given : undefined;
  const { groups, hasMore } = (await listGroups(actor, { after, limit: PAGE_SIZE })) ?? { groups: [], hasMore: false };
  const next = new URLSearchParams({ after: groups.at(-1)?.groupId ?? "" });
  return (
    <>
      <AdminHeading title={texts.title} intro={texts.intro} />
      {groups.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
      ) : (
        <GroupTable words={words} groups={groups} />
      )}
      <div className="flex flex-wrap gap-3 empty:hidden">
        {after ? <LinkButton href={PATH}>{texts.first}</LinkButton> : null}
        {hasMore ? <LinkButton href={`${PATH}?${next}`}>{texts.next}</LinkButton> : null}
      </div>
      <Card title={texts.create} id="create">
        <NameForm words={words} action={createGroupAction} submit={texts.submit} />
      </Card>
    </>
  );
}
