import { Card } from "@/components/console/card";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { LinkButton } from "@/components/ui/button";
import { adminTitle, openGroupPage } from "@/lib/admin/admin-page";
import { getPageWords } from "@/lib/auth/page-words";
import { listMembers } from "@/lib/people/group-members";
import { countMembers, nameSeenGroup } from "@/lib/people/groups";
import { AdminHeading } from "../../_parts/admin-heading";
import { NameForm } from "../_parts/name-form";
import { DeleteGroup } from "./_parts/delete-group";
import { MemberForm } from "./_parts/member-form";
import { MemberTable } from "./_parts/member-table";
import { renameGroupAction } from "./actions";

interface Props {
  params: Promise<{ groupId: string }>;
  searchParams: Promise<{ after?: string | string[]; ask?: string | string[] }>;
}

const PAGE_SIZE = 50;

export async function generateMetadata({ params }: Props) {
  const { group } = await openGroupPage((await params).groupId);
  return adminTitle(group.name);
}

/** One group: who is in it, its name, and its end. */
export default async function GroupPage({ params, searchParams }: Props) {
  const managed = await openGroupPage((await params).groupId);
  const words = await getPageWords();
  const texts = words.admin.groups;
  const { groupId, name } = managed.group;
  const path = `/admin/groups/${groupId}`;
  const given = await searchParams;
  const after = typeof given.after === "string" ? given.after : undefined;
  const { members, hasMore } = await listMembers(managed, { after, limit: PAGE_SIZE });
  const next = new URLSearchParams({ after: members.at(-1)?.userId ?? "" });
  const isAsked = given.ask === "delete";
  return (
    <>
      <AdminHeading
        title={<bdi>{name}</bdi>}
        before={
          <Breadcrumb
            label={words.console.breadcrumb}
            items={[{ href: "/admin/groups", label: texts.title }, { label: <bdi>{name}</bdi> }]}
          />
        }
      />
      <div className="grid items-start gap-6 @3xl:grid-cols-[minmax(0,1fr)_24rem]">
        <Card title={texts.members} id="members">
          <MemberForm words={words} groupId={groupId} />
          {members.length === 0 ? (
            <p className="text-sm text-fg-muted">{texts.noMembers}</p>
          ) : (
            <MemberTable words={words} members={members} groupId={groupId} />
          )}
          <div className="flex flex-wrap gap-3 empty:hidden">
            {after ? <LinkButton href={path}>{texts.first}</LinkButton> : null}
            {hasMore ? <LinkButton href={`${path}?${next}`}>{texts.next}</LinkButton> : null}
          </div>
        </Card>
        <div className="grid min-w-0 gap-6">
          <Card title={texts.renameCard}>
            <p className="text-sm text-fg-muted">{texts.renameHint}</p>
            <NameForm
              words={words}
              action={renameGroupAction.bind(null, groupId, nameSeenGroup(managed.group))}
              name={name}
              submit={texts.rename}
            />
          </Card>
          <Card title={texts.deleteCard} tone="danger">
            <DeleteGroup words={words} group={managed.group} members={isAsked ? await countMembers(managed) : null} />
          </Card>
        </div>
      </div>
    </>
  );
}
