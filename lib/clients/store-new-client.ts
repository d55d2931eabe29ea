import type { Actor } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import { type Creation, createClient } from "../db/clients/clients";
import { newId } from "../db/driver/new-id";
import { sealClientSecret } from "../keys/client-secret-encryption";
import type { ClientMembers } from "../oauth/client/members";
import { listHosts } from "../oauth/client/review";
import type { Client } from "../oauth/model";
import { type ClientSettings, readsSecret, usesSecret } from "../oauth/register/settings";
import { describeSecret, generateClientSecret, type NewSecretValue } from "./new-client-secret";

export interface RegisteredClient {
  clientId: string;
  /** shown only this once; null for clients without one */
  clientSecret: string | null;
}

/** A secret that another program stored by its hash, so that nobody here knows it. */
export interface HashedSecret {
  /** base64url of SHA-256, or in the form of `lib/auth/foreign-passwords/stored.ts` */
  secretHash: string;
}

/** A validated client, and what the portal decides about it. */
export interface CheckedClient extends Partial<Pick<Client, "status" | "isTrusted" | "optionalScopes">> {
  clientId: string;
  settings: ClientSettings & Partial<ClientMembers>;
  ownerId: string | null;
  /** how many the owner may have; null: any number */
  mostApps: number | null;
  /** chosen by the operator, or known by its hash alone; otherwise a new one is made */
  clientSecret?: string | HashedSecret | undefined;
}

/** Stores a new client with its secret, and records the event. Otherwise says why it cannot be. */
export async function storeNewClient(
  actor: Actor,
  { clientId, settings, clientSecret, mostApps, optionalScopes = [], ...client }: CheckedClient,
): Promise<RegisteredClient | Exclude<Creation, "created">> {
  const secret = usesSecret(settings) ? readSecret(clientSecret) : null;
  const isRead = readsSecret(settings);
  const row = {
    ...settings,
    ...client,
    clientId,
    optionalScopes,
    // Whoever creates a verified or first-party client has reviewed where it leads.
    reviewedHosts: client.status === "verified" || client.isTrusted ? listHosts(settings) : [],
    secret: secret && {
      id: newId(),
      secretHash: secret.secretHash,
      secretJwe: isRead && secret.value !== null ? await sealClientSecret(secret.value) : null,
      hint: secret.hint,
      createdById: actor.userId,
    },
  };
  const creation = await createClient(row, mostApps);
  if (creation !== "created") return creation;
  const { name, kind } = settings;
  const event = { type: "client.registered", outcome: "ok", clientId, userId: actor.userId } as const;
  await recordEvent({ ...event, data: { name, kind } }, actor.source);
  return { clientId, clientSecret: secret?.value ?? null };
}

function readSecret(chosen: CheckedClient["clientSecret"]): Omit<NewSecretValue, "value"> & { value: string | null } {
  if (chosen === undefined) return generateClientSecret();
  return typeof chosen === "string" ? describeSecret(chosen) : { ...chosen, value: null, hint: "" };
}
