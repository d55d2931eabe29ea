import type { Metadata } from "next";
import { AccountShell } from "@/components/account/account-shell";
import { AppListControls } from "@/components/account/app-list-controls";
import { AppRow } from "@/components/account/app-row";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { type AppOrder, appOrders, listOwnApps } from "@/lib/account/connected-apps";
import { summarizeAccess } from "@/lib/account/describe-access";
import { requireUser } from "@/lib/auth/require-user";
import { readFlash } from "@/lib/http/flash";
import { getPageContext } from "@/lib/http/page-context";
import { getWords } from "@/lib/i18n/words";
import { accountMetadata } from "../metadata";
import { removeAccess } from "./actions";

interface Props {
  searchParams: Promise<{ q?: string | string[]; sort?: string | string[]; unused?: string | string[] }>;
}

export const generateMetadata = (): Promise<Metadata> => accountMetadata(getWords().account.apps.title);

export default async function ConnectedAppsPage({ searchParams }: Props) {
  const page = await getPageContext();
  const user = await requireUser(page.path);
  const words = getWords().account.apps;
  const { q, sort, unused } = await searchParams;
  const query = String(q ?? "").trim();
  const order = appOrders.find((each) => each === sort) ?? "used";
  const onlyUnused = unused !== undefined;
  const now = new Date();
  const [flash, list] = await Promise.all([readFlash(), listOwnApps(user, { query, order, onlyUnused }, now)]);
  return (
    <AccountShell page={page} flash={flash} current="apps" email={user.email} title={words.title} intro={words.intro}>
      {list.total === 0 ? (
        <EmptyState title={words.empty}>{words.emptyBody}</EmptyState>
      ) : (
        <>
          <AppListControls query={query} order={order} hrefFor={(each) => listHref(query, each, onlyUnused)} />
          {list.unused > 0 && !onlyUnused ? (
            <Note tone="warning">
              <p>
                {words.unusedNote(list.unused)} <a href="/account/apps?unused">{words.unusedReview(list.unused)}</a>
              </p>
            </Note>
          ) : null}
          {query || onlyUnused ? (
            <p className="text-sm text-fg-muted">
              {query ? words.searching(query) : words.onlyUnused}{" "}
              <a href="/account/apps" className="link">
                {words.showAll}
              </a>
            </p>
          ) : null}
          {list.apps.length === 0 ? (
            <p>{words.noMatch}</p>
          ) : (
            <ul aria-label={words.listLabel} className="rounded-card border border-border bg-surface">
              {list.apps.map(({ app, remainingMinutes, logoSrc }) => (
                <AppRow
                  key={app.clientId}
                  app={app}
                  summary={summarizeAccess(app)}
                  remainingMinutes={remainingMinutes}
                  logoSrc={logoSrc}
                  now={now}
                  removeAction={removeAccess}
                />
              ))}
            </ul>
          )}
        </>
      )}
    </AccountShell>
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
