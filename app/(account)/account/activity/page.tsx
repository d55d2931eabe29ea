import type { Metadata } from "next";
import { ActivityList } from "@/components/account/activity-list";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ACTIVITY_GROUPS, listOwnActivity } from "@/lib/account/activity";
import { getPageWords } from "@/lib/auth/page-words";
import { requireUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";
import { pathWith } from "@/lib/http/see-other";
import { AccountHeading } from "../_parts/account-heading";
import { accountMetadata } from "../metadata";

const HERE = "/account/activity";

interface Props {
  searchParams: Promise<{ before?: string | string[]; kind?: string | string[] }>;
}

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.activity.title);
};

export default async function ActivityPage({ searchParams }: Props) {
  const user = await requireUser((await getPageContext()).path);
  const { before, kind } = await searchParams;
  const group = ACTIVITY_GROUPS.find((each) => each === kind) ?? null;
  const cursor = typeof before === "string" ? before : undefined;
  const { entries, olderThan } = await listOwnActivity(user, { before: cursor, group });
  const words = await getPageWords();
  const texts = words.account.activity;
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      <nav aria-label={texts.filter}>
        <ul className="flex flex-wrap gap-2">
          {([null, ...ACTIVITY_GROUPS] as const).map((each) => (
            <li key={each ?? "all"}>
              <a
                href={pathWith(HERE, { kind: each })}
                aria-current={each === group ? "page" : undefined}
                className="inline-flex min-h-11 items-center rounded-control border border-border-control px-3 text-sm hover:bg-sunken aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent-soft-fg sm:min-h-9"
              >
                {texts.groups[each ?? "all"]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {entries.length > 0 ? (
        <ActivityList words={words} caption={texts.listLabel} entries={entries} />
      ) : (
        <EmptyState title={group === null ? texts.empty : texts.noneOfKind}>{texts.emptyBody}</EmptyState>
      )}
      <div className="flex flex-wrap gap-3">
        {cursor ? <LinkButton href={pathWith(HERE, { kind: group })}>{texts.newest}</LinkButton> : null}
        {olderThan ? (
          <LinkButton href={pathWith(HERE, { kind: group, before: olderThan })}>{texts.older}</LinkButton>
        ) : null}
      </div>
    </>
  );
}
