import { recordEvent } from "../db/audit-events";
import { createClient } from "../db/clients";
import { newId } from "../db/new-id";
import { sealClientSecret } from "../keys/client-secret-encryption";
import type { Client } from "../oauth/model";
import { listHosts } from "../oauth/register/review";
import { type ClientSettings, readsSecret, usesSecret } from "../oauth/register/settings";
import type { Actor } from "./authorise";
import { describeSecret, generateClientSecret } from "./new-client-secret";

export interface RegisteredClient {
  clientId: string;
  /** the only time it is seen; null for clients without one */
  clientSecret: string | null;
}

/** A client that was checked, and what the portal decides about it. */
export interface CheckedClient extends Partial<Pick<Client, "status" | "isTrusted" | "optionalScopes" | "publisher">> {
  clientId: string;
  settings: ClientSettings;
  ownerId: string | null;
  /** chosen by the operator; a new one is made where there is none */
  clientSecret?: string | undefined;
}

/** Stores a new client with its secret, and files the event. Null when its client id is taken. */
export async function storeNewClient(
  actor: Actor,
  { clientId, settings, clientSecret, optionalScopes = [], ...client }: CheckedClient,
): Promise<RegisteredClient | null> {
  const chosen = clientSecret === undefined ? generateClientSecret : () => describeSecret(clientSecret);
  const secret = usesSecret(settings) ? chosen() : null;
  const isRead = readsSecret(settings);
  const isNew = await createClient({
    ...settings,
    ...client,
    clientId,
    optionalScopes,
    // Who makes a client as verified, or as first-party, has looked at where it leads.
    reviewedHosts: client.status === "verified" || client.isTrusted ? listHosts(settings) : [],
    secret: secret && {
      id: newId(),
      secretHash: secret.secretHash,
      secretJwe: isRead ? await sealClientSecret(secret.value) : null,
      hint: secret.hint,
      createdById: actor.userId,
    },
  });
  if (!isNew) return null;
  const { name, kind } = settings;
  const event = { type: "client.registered", outcome: "ok", clientId, userId: actor.userId } as const;
  await recordEvent({ ...event, data: { name, kind } }, actor.source);
  return { clientId, clientSecret: secret?.value ?? null };
}
