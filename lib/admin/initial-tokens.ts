import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type Actor, findAdministrator } from "../auth/actor";
import { problemsOf } from "../clients/client-metadata";
import { done, type Result, refused } from "../clients/result";
import { recordEvent } from "../db/audit/events";
import {
  createRegistrationToken,
  listRegistrationTokens,
  type RegistrationTokenSummary,
  revokeRegistrationToken,
} from "../db/clients/registration-tokens";
import { newId } from "../db/driver/new-id";
import { hashSecret, newSecret, REGISTRATION_TOKEN_PREFIX } from "../oauth/secrets";

export type TokenState = "live" | "expired" | "used_up" | "revoked";

export interface ShownToken extends RegistrationTokenSummary {
  state: TokenState;
}

/** The most clients that one token may register, and the most days that it may be valid. */
export const tokenLimits = { uses: 1_000_000, days: 3_650 } as const;

const DAY_MS = 86_400_000;

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
  /** how long it is valid; null: until it is revoked */
  days: z.int("token_days_invalid").min(1, "token_days_invalid").max(tokenLimits.days, "token_days_invalid").nullable(),
  /** its maker vouches for the clients that are registered with it, so they are verified from the start */
  isTrusted: z.boolean().default(false),
  /** random per form: a form that is sent twice makes one token */
  requestKey: z.uuid().optional(),
});

export type NewInitialToken = z.input<typeof schema>;

export interface MadeToken {
  id: string;
  /** shown now and stored nowhere */
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

/** Makes an initial access token. Its value is shown now and stored nowhere. @see RFC 7591 §3 */
export async function createInitialToken(actor: Actor, input: NewInitialToken, now: Date): Promise<Result<MadeToken>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("not_found");
  const parsed = schema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: problemsOf(parsed.error) });
  const { note, uses, days, isTrusted, requestKey } = parsed.data;
  const value = newSecret(REGISTRATION_TOKEN_PREFIX, { random: randomBytes });
  const expiresAt = days === null ? null : new Date(now.getTime() + days * DAY_MS);
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
  const data = { id, note, uses, isTrusted, expiresAt: expiresAt?.toISOString() ?? null };
  const { userId, source } = known;
  await recordEvent({ type: "registration_token.created", outcome: "ok", userId, data }, source);
  return done({ id, value, uses, isTrusted, expiresAt });
}

/** Revokes an initial access token. Clients that were registered with it stay. */
export async function revokeInitialToken(actor: Actor, id: string, now: Date): Promise<Result<null>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("not_found");
  const isId = z.uuid().safeParse(id).success;
  if (!isId || !(await revokeRegistrationToken(id, now))) return refused("token_missing");
  const { userId, source } = known;
  await recordEvent({ type: "registration_token.revoked", outcome: "ok", userId, data: { id } }, source);
  return done(null);
}

function stateOf({ revokedAt, expiresAt, usesLeft }: RegistrationTokenSummary, now: Date): TokenState {
  if (revokedAt) return "revoked";
  if (expiresAt && expiresAt <= now) return "expired";
  return usesLeft === 0 ? "used_up" : "live";
}
