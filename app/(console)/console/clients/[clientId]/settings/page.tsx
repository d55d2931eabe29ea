import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { WeakSignIns } from "@/components/console/weak-sign-ins";
import { getPageWords } from "@/lib/auth/page-words";
import { findPeopleWithAccess, restoreDays } from "@/lib/clients/delete-client";
import { findOffer } from "@/lib/clients/hand-over";
import { nameSeenMembers } from "@/lib/clients/seen-members";
import { mayResume } from "@/lib/clients/suspend-client";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { findOfferedSettings } from "@/lib/console/offered-settings";
import { listSettings } from "@/lib/oauth/client/member-lists";
import type { SettingsGroup } from "@/lib/oauth/client/members";

import { ClientHeading } from "../_parts/client-heading";
import { AuthenticationSettings } from "./_parts/authentication-settings";
import { DeleteCard, SuspendCard } from "./_parts/danger-zone";
import { HandoverCard } from "./_parts/handover-card";
import { LogoutCard } from "./_parts/logout-card";
import { SignInSettings } from "./_parts/sign-in-settings";
import { SubjectTypeCard } from "./_parts/subject-type-card";
import { TokenFacts } from "./_parts/token-facts";
import { TokenSettings } from "./_parts/token-settings";
import {
  changeSuspensionAction,
  deleteClientAction,
  offerHandoverAction,
  saveAuthenticationAction,
  saveLogoutAction,
  saveSignInAction,
  saveTokensAction,
  withdrawHandoverAction,
} from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.settings.title, (await params).clientId);
}

type SettingsProps = ClientParams & { searchParams: Promise<{ delete?: string }> };

/** What is fixed about the app, and how to stop or delete it. */
export default async function Settings({ params, searchParams }: SettingsProps) {
  const words = await getPageWords();
  const texts = words.console.settings;
  const opened = await openClientPage((await params).clientId);
  const { managed, client } = opened;
  const { clientId } = client;
  const offered = await findOfferedSettings(managed);
  const people = await findPeopleWithAccess(managed);
  const seen = (group: SettingsGroup) => nameSeenMembers(client, listSettings(group));
  return (
    <>
      <ClientHeading words={words} opened={opened} section="settings" />
      {offered.weakSignIns > 0 ? (
        <WeakSignIns words={words} clientId={clientId} signIns={offered.weakSignIns} isInSettings />
      ) : null}
      <SignInSettings
        words={words}
        client={client}
        action={saveSignInAction.bind(null, clientId, seen("signIn"))}
        isPkceForAll={offered.isPkceForAll}
        pkceSignIns={client.requirePkce ? null : offered.pkceSignIns}
        grantTypes={offered.grantTypes}
        responseTypes={offered.responseTypes}
      />
      <AuthenticationSettings
        words={words}
        client={client}
        action={saveAuthenticationAction.bind(null, clientId, seen("authentication"))}
        methods={offered.methods}
        algs={offered.assertionAlgs}
      />
      <TokenSettings
        words={words}
        client={client}
        action={saveTokensAction.bind(null, clientId, seen("tokens"))}
        signingAlgs={offered.signingAlgs}
        requestObjectAlgs={offered.requestObjectAlgs}
      />
      {client.kind === "service" ? null : <SubjectTypeCard words={words} client={client} />}
      <Card title={texts.lifetimes}>
        <p className="text-sm text-fg-muted">{texts.lifetimesIntro}</p>
        <TokenFacts words={words} client={client} />
      </Card>
      {client.kind === "service" ? null : (
        <LogoutCard words={words} client={client} action={saveLogoutAction.bind(null, clientId, seen("logout"))} />
      )}
      {managed.role === "owner" ? (
        <>
          <HandoverCard
            words={words}
            offer={await findOffer(managed, new Date())}
            action={offerHandoverAction.bind(null, clientId)}
            withdraw={withdrawHandoverAction.bind(null, clientId)}
          />
          <SuspendCard
            words={words}
            client={client}
            mayResume={await mayResume(managed)}
            suspend={changeSuspensionAction.bind(null, clientId, "suspend")}
            resume={changeSuspensionAction.bind(null, clientId, "resume")}
          />
          <DeleteCard
            words={words}
            client={client}
            people={people}
            restoreDays={restoreDays}
            isAsking={(await searchParams).delete === "1"}
            path={clientPath(clientId, "/settings")}
            action={deleteClientAction.bind(null, clientId)}
          />
        </>
      ) : null}
    </>
  );
}
