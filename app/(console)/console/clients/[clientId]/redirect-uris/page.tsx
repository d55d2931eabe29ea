import { notFound } from "next/navigation";
import { AddUris } from "@/components/console/add-uris";
import { Card } from "@/components/console/card";
import { ClientShell, clientPath } from "@/components/console/client-shell";
import { FocusTarget } from "@/components/console/focus-target";
import { TriedUris } from "@/components/console/tried-uris";
import { UriList } from "@/components/console/uri-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { countRecentUses, findTriedUris } from "@/lib/console/client-problems";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { findRedirectUriList } from "@/lib/console/redirect-uris";
import { getWords } from "@/lib/i18n/words";
import { findRedirectHost, isForeignHost } from "@/lib/oauth/redirect-host";
import { redirectUriMaxCount } from "@/lib/oauth/redirect-uri";
import { isReviewedHost } from "@/lib/oauth/register/review";
import { addUrisAction, changeUriAction, removeUriAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  return clientTitle(getWords().console.redirectUris.title, (await params).clientId);
}

type RedirectUrisProps = ClientParams & {
  searchParams: Promise<{ add?: string; edit?: string; remove?: string; added?: string }>;
};

/** Where people may be sent back to. */
export default async function RedirectUris({ params, searchParams }: RedirectUrisProps) {
  const words = getWords().console.redirectUris;
  const opened = await openClientPage((await params).clientId);
  const { actor, client } = opened;
  const { clientId } = client;
  if (client.kind === "service") notFound();
  const now = new Date();
  const query = await searchParams;
  const [list, after, tried] = await Promise.all([
    findRedirectUriList(actor, clientId, "redirect"),
    findRedirectUriList(actor, clientId, "post_logout"),
    findTriedUris(actor, clientId, now),
  ]);
  if (!list || !after) notFound();
  const leaving = [...list.uris, ...after.uris].find((row) => row.id === query.remove);
  const uses = leaving ? await countRecentUses(actor, clientId, leaving.uri, now) : 0;
  const isVerified = client.status === "verified";
  const shared = {
    unreviewed: [...list.context.registered, ...after.context.registered].filter(
      (uri) => isVerified && !isReviewedHost(client, uri),
    ),
    path: clientPath(clientId, "/redirect-uris"),
    now,
    editing: query.edit ?? null,
    removing: leaving ? { id: leaving.id, uses } : null,
    remove: removeUriAction.bind(null, clientId),
  };
  const prefill = query.add && !list.context.registered.includes(query.add) ? query.add : undefined;
  return (
    <ClientShell opened={opened} section="redirectUris" intro={words.intro}>
      {query.added ? <FocusTarget id={`uri-${query.added}`} /> : null}
      <section id="uris" aria-labelledby="uris-title" className="grid gap-4">
        <h2 id="uris-title" className="flex flex-wrap items-baseline justify-between gap-3 text-lg font-semibold">
          {words.listLabel}
          <span className="text-sm font-normal text-fg-muted tabular-nums">
            {words.count(list.uris.length, redirectUriMaxCount)}
          </span>
        </h2>
        {list.uris.length === 0 ? (
          <EmptyState title={words.none} />
        ) : (
          <UriList
            {...shared}
            label={words.listLabel}
            rows={list.uris}
            context={list.context}
            change={changeUriAction.bind(null, clientId, "redirect")}
          />
        )}
      </section>
      <Card>
        {prefill && isForeignHost(prefill, list.context.registered) ? (
          <Note tone="warning">{words.foreignPrefill(findRedirectHost(prefill))}</Note>
        ) : null}
        <AddUris
          prefix="redirect"
          label={words.add}
          context={list.context}
          prefill={prefill}
          add={addUrisAction.bind(null, clientId, "redirect")}
        />
        <TriedUris tried={tried} path={shared.path} />
      </Card>
      <Card title={words.postLogout} id="post-logout-uris">
        <p className="max-w-measure text-sm text-fg-muted">{words.postLogoutIntro}</p>
        {after.uris.length > 0 ? (
          <UriList
            {...shared}
            label={words.postLogout}
            rows={after.uris}
            context={after.context}
            change={changeUriAction.bind(null, clientId, "post_logout")}
          />
        ) : null}
        <AddUris
          prefix="post-logout"
          label={words.postLogoutAdd}
          context={after.context}
          add={addUrisAction.bind(null, clientId, "post_logout")}
        />
      </Card>
    </ClientShell>
  );
}
