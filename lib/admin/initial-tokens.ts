import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Actor } from "../console/authorise";
import { problemsOf } from "../console/client-metadata";
import { done, type Result, refused } from "../console/result";
import { recordEvent } from "../db/audit-events";
import { newId } from "../db/new-id";
import {
  createRegistrationToken,
  listRegistrationTokens,
  type RegistrationTokenSummary,
  revokeRegistrationToken,
} from "../db/registration-tokens";
import { hashSecret, newSecret, REGISTRATION_TOKEN_PREFIX } from "../oauth/tokens";
import { findAdministrator } from "./authorise";

export type TokenState = "live" | "expired" | "used_up" | "revoked";

export interface ShownToken extends RegistrationTokenSummary {
  state: TokenState;
}

/** Clients that one token may register, and days that it may count, at most. */
export const tokenLimits = { uses: 1_000_000, days: 3_650 } as const;

const dayMs = 86_400_000;

const schema = z.object({
  /** what it is for */
  note: z
    .string()
    .trim()
    .max(200, "token_note_long")
    .transform((note) => (note === "" ? null : note))
    .nullable(),
  /** clients that may be registered with it; null: any number */
  uses: z.int("token_uses_invalid").min(1, "token_uses_invalid").max(tokenLimits.uses, "token_uses_invalid").nullable(),
  /** how long it counts; null: until it is revoked */
  days: z.int("token_days_invalid").min(1, "token_days_invalid").max(tokenLimits.days, "token_days_invalid").nullable(),
  /** its maker vouches for what is registered with it: verified from the start */
  isTrusted: z.boolean().default(false),
  /** random per form: a form that is sent twice makes one token */
  requestKey: z.uuid().optional(),
});

export type NewInitialToken = z.input<typeof schema>;

export interface MadeToken {
  id: string;
  /** told now, and kept nowhere */
  value: string;
  uses: number | null;
  isTrusted: boolean;
  expiresAt: Date | null;
}

/** Initial access tokens, newest first; null for those who may not see them. @see RFC 7591 §3 */
export async function listInitialTokens(actor: Actor, now: Date): Promise<ShownToken[] | null> {
  if (!(await findAdministrator(actor))) return null;
  const tokens = await listRegistrationTokens();
  return tokens.map((token) => ({ ...token, state: stateOf(token, now) }));
}

/** Makes an initial access token. Its value is told now and kept nowhere. @see RFC 7591 §3 */
export async function createInitialToken(actor: Actor, input: NewInitialToken, now: Date): Promise<Result<MadeToken>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("not_found");
  const parsed = schema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: problemsOf(parsed.error) });
  const { note, uses, days, isTrusted, requestKey } = parsed.data;
  const value = newSecret(REGISTRATION_TOKEN_PREFIX, { random: randomBytes });
  const expiresAt = days === null ? null : new Date(now.getTime() + days * dayMs);
  const id = requestKey ?? newId(now.getTime());
  const row = {
    id,
    tokenHash: hashSecret(value),
    note,
    usesLeft: uses,
    expiresAt,
    isTrusted,
    createdById: known.userId,
  };
  if (!(await createRegistrationToken(row))) return refused("token_duplicate");
  await record(known, "registration_token.created", {
    id,
    note,
    uses,
    isTrusted,
    expiresAt: expiresAt?.toISOString() ?? null,
  });
  return done({ id, value, uses, isTrusted, expiresAt });
}

/** Stops an initial access token. Clients that were registered with it stay. */
export async function revokeInitialToken(actor: Actor, id: string, now: Date): Promise<Result<null>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("not_found");
  const isId = z.uuid().safeParse(id).success;
  if (!isId || !(await revokeRegistrationToken(id, now))) return refused("token_missing");
  await record(known, "registration_token.revoked", { id });
  return done(null);
}

function stateOf({ revokedAt, expiresAt, usesLeft }: RegistrationTokenSummary, now: Date): TokenState {
  if (revokedAt) return "revoked";
  if (expiresAt && expiresAt <= now) return "expired";
  return usesLeft === 0 ? "used_up" : "live";
}

function record({ userId, source }: Actor, type: string, data: Record<string, unknown>): Promise<void> {
  return recordEvent({ type, outcome: "ok", userId, data }, source);
}
