import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { APP_ORDERS, type AppOrder, listOwnApps } from "@/lib/account/connected-apps";
import { summarizeAccess } from "@/lib/account/describe-access";
import { getPageWords } from "@/lib/auth/page-words";
import { requireUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";
import { AccountHeading } from "../_parts/account-heading";
import { accountMetadata } from "../metadata";
import { AppListControls } from "./_parts/app-list-controls";
import { AppRow } from "./_parts/app-row";
import { removeAccess } from "./actions";

interface Props {
  searchParams: Promise<{ q?: string | string[]; sort?: string | string[]; unused?: string | string[] }>;
}

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.apps.title);
};

export default async function ConnectedAppsPage({ searchParams }: Props) {
  const user = await requireUser((await getPageContext()).path);
  const words = await getPageWords();
  const texts = words.account.apps;
  const { q, sort, unused } = await searchParams;
  const query = String(q ?? "").trim();
  const order = APP_ORDERS.find((each) => each === sort) ?? "used";
  const onlyUnused = unused !== undefined;
  const now = new Date();
  const list = await listOwnApps(user, { query, order, onlyUnused }, words, now);
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      {list.total === 0 ? (
        <EmptyState title={texts.empty}>{texts.emptyBody}</EmptyState>
      ) : (
        <>
          <AppListControls
            words={words}
            query={query}
            order={order}
            hrefFor={(each) => listHref(query, each, onlyUnused)}
          />
          {list.unused > 0 && !onlyUnused ? (
            <Note tone="warning">
              <p>
                {texts.unusedNote(list.unused)} <a href="/account/apps?unused">{texts.unusedReview(list.unused)}</a>
              </p>
            </Note>
          ) : null}
          {query || onlyUnused ? (
            <p className="text-sm text-fg-muted">
              {query ? texts.searching(query) : texts.onlyUnused}{" "}
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
        </>
      )}
    </>
  );
}

function listHref(query: string, order: AppOrder, onlyUnused: boolean): string {
  const parameters = new URLSearchParams({
    ...(query ? { q: query } : {}),
    ...(order === "used" ? {} : { sort: order }),
    ...(onlyUnused ? { unused: "" } : {}),
  }).toString();
  return parameters ? `/account/apps?${parameters}` : "/account/apps";
}
