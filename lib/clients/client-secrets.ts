import { createHash } from "node:crypto";
import { recordEvent } from "../db/audit/events";
import {
  type ClientSecretSummary,
  createClientSecret,
  listClientSecrets,
  revokeClientSecret,
} from "../db/clients/secrets";
import { newId } from "../db/driver/new-id";
import { sealClientSecret } from "../keys/client-secret-encryption";
import { readsSecret } from "../oauth/register/settings";
import { isConfidential } from "./client-kinds";
import type { ManagedClient, SeenClient } from "./managed-client";
import { generateClientSecret } from "./new-client-secret";
import { done, type Result, refused } from "./result";

/** Two, so that a secret can be changed without an outage. */
export const MAX_LIVE_SECRETS = 2;

export type SecretState = "active" | "expired" | "revoked";

export interface ShownSecret extends Omit<ClientSecretSummary, "revokedAt"> {
  state: SecretState;
}

/** Newest first. */
export async function findSecrets({ clientId }: SeenClient, now: Date = new Date()): Promise<ShownSecret[]> {
  const secrets = await listClientSecrets(clientId);
  return secrets.map(({ revokedAt, ...secret }) => ({
    ...secret,
    state: revokedAt ? "revoked" : secret.expiresAt && secret.expiresAt <= now ? "expired" : "active",
  }));
}

/**
 * Creates another secret; older ones keep working. The value is in this answer and nowhere else. `requestKey` is random
 * per form: the same key never makes a second secret.
 */
export async function createSecret(
  { actor, client, clientId }: ManagedClient,
  requestKey: string | null,
  now: Date = new Date(),
): Promise<Result<{ value: string; hint: string }>> {
  if (!isConfidential(client)) return refused("public_client");
  const { value, secretHash, hint } = generateClientSecret();
  const id = requestKey ? idOf(clientId, requestKey) : newId();
  const outcome = await createClientSecret(
    {
      id,
      clientId,
      secretHash,
      hint,
      // Checking an HMAC needs the secret itself; for all other methods a hash is enough.
      secretJwe: readsSecret(client) ? await sealClientSecret(value) : null,
      createdById: actor.userId,
    },
    MAX_LIVE_SECRETS,
    now,
  );
  if (outcome === "duplicate") return refused("secret_duplicate");
  if (outcome === "too_many") return refused("too_many_secrets");
  await recordEvent(
    {
      type: "client.secret_created",
      outcome: "ok",
      clientId,
      userId: actor.userId,
      data: { clientSecretId: id, hint },
    },
    actor.source,
  );
  return done({ value, hint });
}

/** Stops a secret from working, at once and for good. */
export async function revokeSecret(
  { actor, clientId }: ManagedClient,
  secretId: string,
  now: Date = new Date(),
): Promise<Result<null>> {
  if (!(await revokeClientSecret(clientId, secretId, now))) return refused("secret_missing");
  await recordEvent(
    {
      type: "client.secret_revoked",
      outcome: "ok",
      clientId,
      userId: actor.userId,
      data: { clientSecretId: secretId },
    },
    actor.source,
  );
  return done(null);
}

/** The same key makes the same id, which the database takes once. @see RFC 9562 §5.8 (UUID version 8) */
function idOf(clientId: string, requestKey: string): string {
  const bytes = createHash("sha256").update(`${clientId}\n${requestKey}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
