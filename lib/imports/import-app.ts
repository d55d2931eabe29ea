import type { Actor } from "../auth/actor";
import { isSlow } from "../auth/foreign-passwords/stored";
import { ManagedClient } from "../clients/managed-client";
import { readOperatorMetadata } from "../clients/operator-client";
import { storeNewClient } from "../clients/store-new-client";
import { describeReading } from "../oauth/register/read-metadata";
import { type ClientSettings, usesSecret } from "../oauth/register/settings";
import type { ForeignApp, Note } from "./entry";
import type { Outcome } from "./report";
import { storePatiently } from "./store-patiently";

/** What a client's id can be made of. */
const CLIENT_ID = /^[\x21-\x7e]{1,100}$/;

/** Characters of a secret that nobody guesses. */
const LEAST_SECRET = 16;

/**
 * Takes an app over as one of the operator's own, with its client id and, where the file has it, its secret. One that is there
 * stays as it is. Scopes and grant types that the portal does not have are left out.
 */
export async function importApp(
  actor: Actor,
  { at, app }: { at: number; app: ForeignApp },
  { isDry }: { isDry: boolean },
): Promise<Outcome> {
  const { clientId, metadata } = app;
  const refuse = (why: string): Outcome => ({
    at,
    clientId: clientId.slice(0, 200),
    became: "left_out",
    reason: "app_refused",
    why,
    notes: [],
  });
  if (!CLIENT_ID.test(clientId)) return refuse("the client id has more than 100 characters, or others than ASCII");
  const reading = await readOperatorMetadata(metadata, "leave out");
  if (!reading.ok) return refuse(describeReading(reading));
  const { settings } = reading;
  const known = await ManagedClient.find(actor, clientId);
  if (known) return compare(at, known, settings);
  const notes: Note[] = [...app.notes];
  const isKnown = isSecretKnown(app);
  if (usesSecret(settings) && !isKnown) notes.push("secret_missing");
  if (isDry) return { at, clientId, became: "created", notes };
  const clientSecret = isKnown ? await toClientSecret(app) : undefined;
  const stored = await storeNewClient(actor, { clientId, settings, ownerId: null, mostApps: null, clientSecret });
  // A deleted app keeps its id for as long as it can be restored.
  if (typeof stored === "string") return refuse("an app that was deleted has its client id");
  return { at, clientId, became: "created", notes };
}

/** Whether the secret can be checked here: one that is too short, or hashed quickly or in an unknown way, cannot. */
function isSecretKnown({ secret }: ForeignApp): boolean {
  if (secret === null || typeof secret === "string") return (secret?.length ?? 0) >= LEAST_SECRET;
  return "secretHash" in secret || ("hash" in secret && isSlow(secret.hash));
}

async function toClientSecret({ secret }: ForeignApp): Promise<string | { secretHash: string } | undefined> {
  if (secret === null || typeof secret === "string") return secret ?? undefined;
  if ("secretHash" in secret) return secret;
  return "hash" in secret ? { secretHash: await storePatiently(secret.hash) } : undefined;
}

function compare(at: number, { client, clientId }: ManagedClient, settings: ClientSettings): Outcome {
  const same = (one: readonly string[], other: readonly string[]) =>
    JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted());
  const members = [
    ...(client.name === settings.name ? [] : ["client_name"]),
    ...(same(client.redirectUris, settings.redirectUris) ? [] : ["redirect_uris"]),
    ...(same(client.scopes, settings.scopes) ? [] : ["scope"]),
  ];
  if (members.length === 0) return { at, clientId, became: "unchanged", notes: [] };
  return { at, clientId, became: "differs", members, notes: [] };
}
