import { randomBytes } from "node:crypto";
import { recordEvent } from "../db/audit-events";
import { createRegistrationToken } from "../db/client-registrations";
import { newId } from "../db/new-id";
import { hashSecret, newSecret, REGISTRATION_TOKEN_PREFIX } from "../oauth/tokens";

/**
 * Makes an initial access token. Its value is told now and kept nowhere.
 * @param options.uses clients that may be registered with it; null: any number
 * @param options.days how long it counts; null: until it is revoked
 * @see RFC 7591 §3
 */
export async function createInitialToken(
  { note, uses, days }: { note: string | null; uses: number | null; days: number | null },
  now: Date,
): Promise<Record<string, unknown>> {
  const value = newSecret(REGISTRATION_TOKEN_PREFIX, { random: randomBytes });
  const expiresAt = days === null ? null : new Date(now.getTime() + days * 86_400_000);
  const id = newId(now.getTime());
  await createRegistrationToken({ id, tokenHash: hashSecret(value), note, usesLeft: uses, expiresAt });
  await recordEvent({ type: "registration_token.created", outcome: "ok", data: { id, note, uses } });
  return { initial_access_token: value, uses, expires_at: expiresAt?.toISOString() ?? null };
}
