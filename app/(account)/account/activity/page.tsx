import type { Metadata } from "next";
import { ActivityList } from "@/components/account/activity-list";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { listOwnActivity } from "@/lib/account/activity";
import { getPageWords } from "@/lib/auth/page-words";
import { requireUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";
import { AccountHeading } from "../_parts/account-heading";
import { accountMetadata } from "../metadata";

interface Props {
  searchParams: Promise<{ before?: string | string[] }>;
}

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.activity.title);
};

export default async function ActivityPage({ searchParams }: Props) {
  const user = await requireUser((await getPageContext()).path);
  const { before } = await searchParams;
  const cursor = typeof before === "string" ? before : undefined;
  const { entries, olderThan } = await listOwnActivity(user, { before: cursor });
  const words = await getPageWords();
  const texts = words.account.activity;
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      {entries.length > 0 ? (
        <ActivityList words={words} caption={texts.listLabel} entries={entries} />
      ) : (
        <EmptyState title={texts.empty}>{texts.emptyBody}</EmptyState>
      )}
      <div className="flex flex-wrap gap-3">
        {cursor ? <LinkButton href="/account/activity">{texts.newest}</LinkButton> : null}
        {olderThan ? <LinkButton href={`/account/activity?before=${olderThan}`}>{texts.older}</LinkButton> : null}
      </div>
    </>
  );
}
