import type { Metadata } from "next";
import { AccountShell } from "@/components/account/account-shell";
import { ActivityList } from "@/components/account/activity-list";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { listOwnActivity } from "@/lib/account/activity";
import { requireUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";
import { getWords } from "@/lib/i18n/words";
import { accountMetadata } from "../metadata";

interface Props {
  searchParams: Promise<{ before?: string | string[] }>;
}

export const generateMetadata = (): Promise<Metadata> => accountMetadata(getWords().account.activity.title);

export default async function ActivityPage({ searchParams }: Props) {
  const page = await getPageContext();
  const user = await requireUser(page.path);
  const { before } = await searchParams;
  const cursor = typeof before === "string" ? before : undefined;
  const { entries, olderThan } = await listOwnActivity(user, { before: cursor });
  const words = getWords().account.activity;
  return (
    <AccountShell
      page={page}
      flash={null}
      current="activity"
      email={user.email}
      title={words.title}
      intro={words.intro}
    >
      {entries.length > 0 ? (
        <ActivityList caption={words.listLabel} entries={entries} />
      ) : (
        <EmptyState title={words.empty}>{words.emptyBody}</EmptyState>
      )}
      <div className="flex flex-wrap gap-3">
        {cursor ? <LinkButton href="/account/activity">{words.newest}</LinkButton> : null}
        {olderThan ? <LinkButton href={`/account/activity?before=${olderThan}`}>{words.older}</LinkButton> : null}
      </div>
    </AccountShell>
  );
}
