import { randomUUID } from "node:crypto";
import { notFound } from "next/navigation";
import { Card } from "@/components/console/card";
import { ClientShell, clientPath } from "@/components/console/client-shell";
import { secretOnceWords } from "@/components/console/console-words";
import { CopyValue } from "@/components/console/copy-value";
import { NewSecret } from "@/components/console/new-secret";
import { RotationSteps } from "@/components/console/rotation-steps";
import { RevokeSecret, SecretList } from "@/components/console/secret-list";
import { Note } from "@/components/ui/note";
import { isConfidential } from "@/lib/console/client-kinds";
import { findSecrets, maxLiveSecrets } from "@/lib/console/client-secrets";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { getWords } from "@/lib/i18n/words";
import { createSecretAction, revokeSecretAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  return clientTitle(getWords().console.credentials.title, (await params).clientId);
}

type CredentialsProps = ClientParams & { searchParams: Promise<{ revoke?: string }> };

/** How the app proves who it is. */
export default async function Credentials({ params, searchParams }: CredentialsProps) {
  const words = getWords().console.credentials;
  const opened = await openClientPage((await params).clientId);
  const { clientId } = opened.client;
  const now = new Date();
  const path = clientPath(clientId, "/credentials");
  const secrets = await findSecrets(opened.actor, clientId, now);
  if (!secrets) notFound();
  const active = secrets.filter((secret) => secret.state === "active");
  const wanted = (await searchParams).revoke;
  const leaving = active.find((secret) => secret.id === wanted);
  return (
    <ClientShell opened={opened} section="credentials">
      <Card title={words.clientId}>
        <p className="text-sm text-fg-muted">{words.clientIdHint}</p>
        <CopyValue value={clientId} name={words.clientId} />
      </Card>
      {isConfidential(opened.client) ? (
        <>
          <Card title={words.secrets} id="secrets">
            {active.length === 0 ? (
              <Note tone="warning" title={words.none}>
                {words.noneHint}
              </Note>
            ) : null}
            {active.length >= maxLiveSecrets ? <p className="text-sm text-fg-muted">{words.limit}</p> : null}
            {secrets.length > 0 ? <SecretList secrets={secrets} path={path} now={now} /> : null}
            <NewSecret
              action={createSecretAction.bind(null, clientId)}
              requestKey={randomUUID()}
              path={path}
              isOffered={active.length < maxLiveSecrets}
              variant={active.length === 0 ? "primary" : "secondary"}
              words={{
                ...secretOnceWords(),
                create: active.length === 0 ? words.create : words.createSecond,
                done: getWords().common.done,
              }}
            />
            {leaving ? (
              <RevokeSecret
                secret={leaving}
                isLast={active.length === 1}
                path={path}
                now={now}
                revoke={revokeSecretAction.bind(null, clientId)}
              />
            ) : null}
          </Card>
          {active.length > 0 ? (
            <Card title={words.rotation}>
              <RotationSteps active={active} path={path} now={now} />
            </Card>
          ) : null}
        </>
      ) : (
        <Note tone="info" title={words.publicTitle}>
          {words.publicBody}
        </Note>
      )}
    </ClientShell>
  );
}
