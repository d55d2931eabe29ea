import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { APP_ORDERS, listOwnApps } from "@/lib/account/connected-apps";
import { summarizeAccess } from "@/lib/account/describe-access";
import { listEndingAccesses } from "@/lib/account/unused-access";
import { getUnusedAfterDays } from "@/lib/account/unused-after-days";
import { getPageWords } from "@/lib/auth/page-words";
import { requireUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";
import { getPortalSettings } from "@/lib/settings/portal-settings";
import { AccountHeading } from "../_parts/account-heading";
import { accountMetadata } from "../metadata";
import { AppListControls } from "./_parts/app-list-controls";
import { AppRow } from "./_parts/app-row";
import { EndingAccesses } from "./_parts/ending-accesses";
import { listHref, PageLinks, type Shown } from "./_parts/page-links";
import { keepAccess, removeAccess } from "./actions";

interface Props {
  searchParams: Promise<Partial<Record<"q" | "sort" | "unused" | "page", string | string[]>>>;
}

/** Apps on one page. */
const PAGE_SIZE = 50;

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.apps.title);
};

export default async function ConnectedAppsPage({ searchParams }: Props) {
  const user = await requireUser((await getPageContext()).path);
  const words = await getPageWords();
  const texts = words.account.apps;
  const { q, sort, unused, page: asked } = await searchParams;
  const query = String(q ?? "").trim();
  const order = APP_ORDERS.find((each) => each === sort) ?? "used";
  const onlyUnused = unused !== undefined;
  const number = Math.max(1, Math.min(Number.parseInt(String(asked ?? 1), 10) || 1, 1_000_000));
  const shown: Shown = { query, order, onlyUnused };
  const now = new Date();
  const [list, ending, { unusedAccessDays }, unusedAfterDays] = await Promise.all([
    listOwnApps(user, { ...shown, page: { number, size: PAGE_SIZE } }, words, now),
    listEndingAccesses(user, now),
    getPortalSettings(),
    getUnusedAfterDays(),
  ]);
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      {list.total === 0 ? (
        <EmptyState title={texts.empty}>{texts.emptyBody}</EmptyState>
      ) : (
        <>
          {ending.length > 0 ? (
            <EndingAccesses words={words} accesses={ending} days={unusedAccessDays} action={keepAccess} />
          ) : null}
          <AppListControls
            words={words}
            query={query}
            order={order}
            hrefFor={(each) => listHref({ ...shown, order: each })}
          />
          {list.unused > 0 && !onlyUnused ? (
            <Note tone="warning">
              <p>
                {texts.unusedNote(list.unused, unusedAfterDays)}{" "}
                <a href="/account/apps?unused">{texts.unusedReview(list.unused)}</a>
              </p>
            </Note>
          ) : null}
          {list.unverified > 0 && !query && !onlyUnused ? (
            <p className="text-sm text-fg-muted">
              {words.account.unverified.note(list.unverified)}{" "}
              <a href="/account/apps/unverified" className="link">
                {words.account.unverified.review}
              </a>
            </p>
          ) : null}
          {query || onlyUnused ? (
            <p className="text-sm text-fg-muted">
              {query ? texts.searching(query) : texts.onlyUnused(unusedAfterDays)}{" "}
              <a href="/account/apps" className="link">
                {texts.showAll}
              </a>
            </p>
          ) : null}
          {list.apps.length === 0 ? (
            <p>{texts.noMatch}</p>
          ) : (
            <ul aria-label={texts.listLabel} className="rounded-card border border-border bg-surface">
              {list.apps.map(({ app, remaining, logoSrc }) => (
                <AppRow
                  words={words}
                  key={app.clientId}
                  app={app}
                  summary={summarizeAccess(app, words)}
                  remaining={remaining}
                  logoSrc={logoSrc}
                  now={now}
                  removeAction={removeAccess}
                />
              ))}
            </ul>
          )}
          <PageLinks words={words} shown={shown} number={number} count={Math.ceil(list.matching / PAGE_SIZE)} />
        </>
      )}
    </>
  );
}
