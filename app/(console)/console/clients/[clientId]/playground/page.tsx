import { Card } from "@/components/console/card";
import { EmptyState } from "@/components/ui/empty-state";
import { getPageWords } from "@/lib/auth/page-words";
import { ManagedClient } from "@/lib/clients/managed-client";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { openPlayground } from "@/lib/console/playground/playground";
import type { PlaygroundAct } from "@/lib/console/playground/send-step";
import { ClientHeading } from "../_parts/client-heading";
import { ExchangeCard } from "./_parts/exchange-card";
import { PrepareCard } from "./_parts/prepare-card";
import { SignInCard } from "./_parts/sign-in-card";
import { SignOutCard } from "./_parts/sign-out-card";
import { TokenView } from "./_parts/token-view";
import { beginAction, endAction, sendAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.playground.title, (await params).clientId);
}

/** Every request of a sign-in, sent as the developer's own app and shown with its answer. */
export default async function PlaygroundPage({ params }: ClientParams) {
  const words = await getPageWords();
  const texts = words.console.playground;
  const opened = await openClientPage((await params).clientId);
  const { clientId } = opened.client;
  const heading = <ClientHeading words={words} opened={opened} section="playground" intro={texts.intro} />;
  const managed = await ManagedClient.find(opened.actor, clientId);
  if (!managed) {
    return (
      <>
        {heading}
        <EmptyState title={texts.notForViewers}>{texts.notForViewersBody}</EmptyState>
      </>
    );
  }
  const { signsIn, run } = await openPlayground({ managed, sessionId: opened.user.sessionId }, new Date());
  const card = (act: PlaygroundAct, mistakes: readonly PlaygroundAct[] = []) =>
    run && (
      <ExchangeCard
        words={words}
        act={act}
        mistakes={mistakes}
        exchanges={run.exchanges}
        sendable={run.sendable}
        send={(each) => sendAction.bind(null, clientId, each)}
      />
    );
  return (
    <>
      {heading}
      <PrepareCard
        words={words}
        run={run}
        begin={beginAction.bind(null, clientId)}
        end={endAction.bind(null, clientId)}
      />
      {run && signsIn ? (
        <>
          <SignInCard words={words} run={run} />
          {card("exchange", ["wrong_verifier", "other_redirect_uri", "code_again"])}
          {run.hasAccessToken ? (
            <Card title={texts.tokens} id="tokens">
              <TokenView words={words} run={run} breakNonce={sendAction.bind(null, clientId, "wrong_nonce")} />
            </Card>
          ) : null}
          {card("userinfo")}
          {card("refresh")}
        </>
      ) : null}
      {run && opened.client.grantTypes.includes("client_credentials") ? card("client_credentials") : null}
      {card("introspect")}
      {card("revoke")}
      {run?.signOutPath ? <SignOutCard words={words} path={run.signOutPath} /> : null}
    </>
  );
}
