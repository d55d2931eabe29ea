import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { EmptyState } from "@/components/ui/empty-state";
import { FocusTarget } from "@/components/ui/focus-target";
import { Note } from "@/components/ui/note";
import { getPageWords } from "@/lib/auth/page-words";
import { findRedirectUriList } from "@/lib/clients/redirect-uris";
import { countRecentUses, findTriedUris } from "@/lib/console/client-problems";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { answerNotFound } from "@/lib/http/page-status";
import { findRedirectHost, isForeignHost } from "@/lib/oauth/client/redirect-host";
import { isReviewedHost } from "@/lib/oauth/client/review";
import WideNotFound from "../../../(wide)/not-found";
import { ClientHeading } from "../_parts/client-heading";
import { AddUris } from "./_parts/add-uris";
import { TriedUris } from "./_parts/tried-uris";
import { UriList } from "./_parts/uri-list";
import { UrisHeading } from "./_parts/uris-heading";
import { addUrisAction, changeUriAction, removeUriAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.redirectUris.title, (await params).clientId);
}

type RedirectUrisProps = ClientParams & {
  searchParams: Promise<{ add?: string; edit?: string; remove?: string; added?: string }>;
};

/** Where people may be sent back to. */
export default async function RedirectUris({ params, searchParams }: RedirectUrisProps) {
  const words = await getPageWords();
  const texts = words.console.redirectUris;
  const opened = await openClientPage((await params).clientId);
  const { managed, client } = opened;
  const { clientId } = client;
  if (client.kind === "service") {
    answerNotFound();
    return <WideNotFound />;
  }
  const now = new Date();
  const query = await searchParams;
  const [list, after, tried] = await Promise.all([
    findRedirectUriList(managed, "redirect"),
    findRedirectUriList(managed, "post_logout"),
    findTriedUris(managed, now),
  ]);
  const leaving = [...list.uris, ...after.uris].find((row) => row.id === query.remove);
  const uses = leaving ? await countRecentUses(managed, leaving.uri, now) : 0;
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
    <>
      <ClientHeading words={words} opened={opened} section="redirectUris" intro={texts.intro} />
      {query.added ? <FocusTarget id={`uri-${query.added}`} /> : null}
      <section id="uris" aria-labelledby="uris-title" className="grid gap-4">
        <UrisHeading words={words} count={list.uris.length} />
        {list.uris.length === 0 ? (
          <EmptyState title={texts.none} />
        ) : (
          <UriList
            words={words}
            {...shared}
            label={texts.listLabel}
            heir="uris-title"
            rows={list.uris}
            context={list.context}
            change={changeUriAction.bind(null, clientId, "redirect")}
          />
        )}
      </section>
      <Card>
        {prefill && isForeignHost(prefill, list.context.registered) ? (
          <Note tone="warning">{texts.foreignPrefill(findRedirectHost(prefill))}</Note>
        ) : null}
        <AddUris
          words={words}
          prefix="redirect"
          label={texts.add}
          context={list.context}
          prefill={prefill}
          add={addUrisAction.bind(null, clientId, "redirect")}
        />
        <TriedUris words={words} tried={tried} path={shared.path} />
      </Card>
      <Card title={texts.postLogout} id="post-logout-uris">
        <p className="max-w-measure text-sm text-fg-muted">{texts.postLogoutIntro}</p>
        {after.uris.length > 0 ? (
          <UriList
            words={words}
            {...shared}
            label={texts.postLogout}
            heir="post-logout-uris-heading"
            rows={after.uris}
            context={after.context}
            change={changeUriAction.bind(null, clientId, "post_logout")}
          />
        ) : null}
        <AddUris
          words={words}
          prefix="post-logout"
          label={texts.postLogoutAdd}
          context={after.context}
          add={addUrisAction.bind(null, clientId, "post_logout")}
        />
      </Card>
    </>
  );
}
