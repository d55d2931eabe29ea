import { AuthenticationSettings } from "@/components/console/authentication-settings";
import { Card } from "@/components/console/card";
import { ClientShell, clientPath } from "@/components/console/client-shell";
import { DeleteCard, SuspendCard } from "@/components/console/danger-zone";
import { LogoutCard } from "@/components/console/logout-card";
import { SignInSettings } from "@/components/console/sign-in-settings";
import { SubjectTypeCard } from "@/components/console/subject-type-card";
import { TokenFacts } from "@/components/console/token-facts";
import { TokenSettings } from "@/components/console/token-settings";
import { WeakSignIns } from "@/components/console/weak-sign-ins";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { findPeopleWithAccess, restoreDays } from "@/lib/console/delete-client";
import { findOfferedSettings } from "@/lib/console/offered-settings";
import { mayResume } from "@/lib/console/suspend-client";
import { getWords } from "@/lib/i18n/words";
import {
  deleteClientAction,
  resumeClientAction,
  saveLogoutAction,
  saveSettingsAction,
  suspendClientAction,
} from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  return clientTitle(getWords().console.settings.title, (await params).clientId);
}

type SettingsProps = ClientParams & { searchParams: Promise<{ delete?: string }> };

/** What is fixed about the app, and how to stop or delete it. */
export default async function Settings({ params, searchParams }: SettingsProps) {
  const words = getWords().console.settings;
  const opened = await openClientPage((await params).clientId);
  const { actor, client } = opened;
  const { clientId } = client;
  const offered = await findOfferedSettings(actor, client);
  const people = (await findPeopleWithAccess(actor, clientId)) ?? 0;
  return (
    <ClientShell opened={opened} section="settings">
      {offered.weakSignIns > 0 ? <WeakSignIns clientId={clientId} signIns={offered.weakSignIns} isInSettings /> : null}
      <SignInSettings
        client={client}
        action={saveSettingsAction.bind(null, clientId, "signIn")}
        isPkceForAll={offered.isPkceForAll}
        pkceSignIns={client.requirePkce ? null : offered.pkceSignIns}
        grantTypes={offered.grantTypes}
        responseTypes={offered.responseTypes}
      />
      <AuthenticationSettings
        client={client}
        action={saveSettingsAction.bind(null, clientId, "authentication")}
        methods={offered.methods}
        algs={offered.assertionAlgs}
      />
      <TokenSettings
        client={client}
        action={saveSettingsAction.bind(null, clientId, "tokens")}
        signingAlgs={offered.signingAlgs}
        requestObjectAlgs={offered.requestObjectAlgs}
      />
      {client.kind === "service" ? null : <SubjectTypeCard client={client} />}
      <Card title={words.lifetimes}>
        <p className="text-sm text-fg-muted">{words.lifetimesIntro}</p>
        <TokenFacts client={client} />
      </Card>
      {client.kind === "service" ? null : <LogoutCard client={client} action={saveLogoutAction.bind(null, clientId)} />}
      <SuspendCard
        client={client}
        mayResume={await mayResume(actor, client)}
        suspend={suspendClientAction.bind(null, clientId)}
        resume={resumeClientAction.bind(null, clientId)}
      />
      <DeleteCard
        client={client}
        people={people}
        restoreDays={restoreDays}
        isAsking={(await searchParams).delete === "1"}
        path={clientPath(clientId, "/settings")}
        action={deleteClientAction.bind(null, clientId)}
      />
    </ClientShell>
  );
}
