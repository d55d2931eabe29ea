import { randomBytes } from "node:crypto";
import { z } from "zod";
import { oauthStore } from "@/lib/db/protocol/store";
import { hashSecret } from "@/lib/oauth/secrets";
import { seal, unseal } from "./sealed-cookie";

/** Seconds for which a page may wait for a passkey: sign-in pages stay open. */
const LIFETIME = 3_600;

const schema = z.object({ challenge: z.string(), browserHash: z.string(), userId: z.string().nullable() });

/** What a passkey is asked to sign, once, in one browser. */
export interface Challenge {
  /** base64url */
  challenge: string;
  /** whose passkey must sign it; null: anybody's */
  userId: string | null;
}

const purposeOf = (act: "sign-in" | "add") => `passkey ${act}`;

/** Makes a challenge: what the page gives to the browser, and the same sealed, for the form that brings the answer. */
export async function newChallenge(
  act: "sign-in" | "add",
  { browserToken, userId }: { browserToken: string; userId: string | null },
  now = new Date(),
): Promise<{ challenge: string; sealed: string }> {
  const challenge = randomBytes(32).toString("base64url");
  const state = { challenge, browserHash: hashSecret(browserToken), userId };
  return { challenge, sealed: await seal(purposeOf(act), state, LIFETIME, now) };
}

/** The challenge of a form; null: it is another browser's or another form's, or it took too long. */
export async function readChallenge(
  act: "sign-in" | "add",
  { sealed, browserTokens }: { sealed: string; browserTokens: readonly string[] },
  now: Date,
): Promise<Challenge | null> {
  const { data } = schema.safeParse(await unseal(purposeOf(act), sealed, now));
  if (!data || !browserTokens.some((token) => hashSecret(token) === data.browserHash)) return null;
  return { challenge: data.challenge, userId: data.userId };
}

/**
 * Uses a challenge up, after it was signed. True for exactly one of any number of callers.
 * @see WebAuthn Level 3 §13.4.3
 */
export async function useChallengeUp({ challenge }: Challenge, now: Date): Promise<boolean> {
  const expiresAt = new Date(now.getTime() + 2 * LIFETIME * 1000);
  return await oauthStore.useJti(hashSecret(`passkey ${challenge}`), expiresAt, now);
}
