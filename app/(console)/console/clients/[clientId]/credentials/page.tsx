import { randomUUID } from "node:crypto";
import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { secretOnceWords } from "@/components/console/console-words";
import { CopyValue } from "@/components/console/copy-value";
import { NewSecret } from "@/components/console/new-secret";
import { Note } from "@/components/ui/note";
import { getPageWords } from "@/lib/auth/page-words";
import { isConfidential } from "@/lib/clients/client-kinds";
import { findSecrets, MAX_LIVE_SECRETS } from "@/lib/clients/client-secrets";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { ClientHeading } from "../_parts/client-heading";
import { RotationSteps } from "./_parts/rotation-steps";
import { RevokeSecret, SecretList } from "./_parts/secret-list";
import { createSecretAction, revokeSecretAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.credentials.title, (await params).clientId);
}

type CredentialsProps = ClientParams & { searchParams: Promise<{ revoke?: string }> };

/** How the app proves who it is. */
export default async function Credentials({ params, searchParams }: CredentialsProps) {
  const words = await getPageWords();
  const texts = words.console.credentials;
  const opened = await openClientPage((await params).clientId);
  const { clientId } = opened.client;
  const now = new Date();
  const path = clientPath(clientId, "/credentials");
  const secrets = await findSecrets(opened.managed, now);
  const active = secrets.filter((secret) => secret.state === "active");
  const wanted = (await searchParams).revoke;
  const leaving = active.find((secret) => secret.id === wanted);
  return (
    <>
      <ClientHeading words={words} opened={opened} section="credentials" />
      <Card title={texts.clientId}>
        <p className="text-sm text-fg-muted">{texts.clientIdHint}</p>
        <CopyValue words={words} value={clientId} name={texts.clientId} />
      </Card>
      {isConfidential(opened.client) ? (
        <>
          <Card title={texts.secrets} id="secrets">
            {active.length === 0 ? (
              <Note tone="warning" title={texts.none}>
                {texts.noneHint}
              </Note>
            ) : null}
            {active.length >= MAX_LIVE_SECRETS ? <p className="text-sm text-fg-muted">{texts.limit}</p> : null}
            {secrets.length > 0 ? <SecretList words={words} secrets={secrets} path={path} now={now} /> : null}
            <NewSecret
              action={createSecretAction.bind(null, clientId)}
              requestKey={randomUUID()}
              path={path}
              isOffered={active.length < MAX_LIVE_SECRETS}
              variant={active.length === 0 ? "primary" : "secondary"}
              words={{
                ...secretOnceWords(words),
                create: active.length === 0 ? texts.create : texts.createSecond,
                done: words.common.done,
                errorTitle: words.common.errorTitle(texts.title),
              }}
            />
            {leaving ? (
              <RevokeSecret
                words={words}
                secret={leaving}
                isLast={active.length === 1}
                path={path}
                now={now}
                revoke={revokeSecretAction.bind(null, clientId, leaving.id)}
              />
            ) : null}
          </Card>
          {active.length > 0 ? (
            <Card title={texts.rotation}>
              <RotationSteps words={words} active={active} path={path} now={now} />
            </Card>
          ) : null}
        </>
      ) : (
        <Note tone="info" title={texts.publicTitle}>
          {texts.publicBody}
        </Note>
      )}
    </>
  );
}
