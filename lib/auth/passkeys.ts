import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { z } from "zod";
import { type ActSource, recordEvent } from "@/lib/db/audit/events";
import { findPasskeyByCredential, insertPasskey, listPasskeys, notePasskeyUse } from "@/lib/db/people/passkeys";
import { findUser, type User } from "@/lib/db/people/users";
import { getEnv } from "@/lib/env";
import { parseForeignJson } from "@/lib/oauth/wire/json";
import { getPortalName } from "@/lib/settings/portal-settings";
import { type FactorOwner, noticeFactor } from "./factor-notice";
import { newChallenge, readChallenge, useChallengeUp } from "./passkey-challenge";

/** The portal as passkeys know it: they sign for its own address and no other. @see WebAuthn Level 3 §4 (RP ID) */
function relyingParty() {
  const { issuer } = getEnv();
  return { expectedOrigin: issuer, expectedRPID: new URL(issuer).hostname, requireUserVerification: true };
}

/** How browsers know this portal, and a person's passkeys here. @see WebAuthn Level 3 §5.1.10 (signals) */
export function nameForBrowsers(userId: string): { rpId: string; userId: string } {
  return { rpId: relyingParty().expectedRPID, userId: Buffer.from(handleOf(userId)).toString("base64url") };
}

/** The `user.id` of a person's passkeys: it names the account and nothing about them. */
function handleOf(userId: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(userId.replaceAll("-", ""), "hex"));
}

const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,8000}$/);
const common = { id: base64url, rawId: base64url, type: z.literal("public-key"), clientExtensionResults: z.object({}) };
const assertionSchema = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});
const attestationSchema = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
});

/** What the browser answered, as a form carries it; null: it is none. */
function readAnswer<T>(schema: z.ZodType<T>, text: string): T | null {
  if (text.length > 32_000) return null;
  try {
    return schema.safeParse(parseForeignJson(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** For a page that asks for a passkey: what the browser is asked, and the sealed challenge for its form. */
export interface PasskeyRequest<Options> {
  options: Options;
  sealed: string;
}

/**
 * Asks for a passkey: anybody's, so that the page does not reveal whether a person has one; or, as a second factor, one
 * of the person who is half signed in.
 */
export async function requestPasskey(
  { browserToken, userId }: { browserToken: string; userId: string | null },
  now = new Date(),
): Promise<PasskeyRequest<PublicKeyCredentialRequestOptionsJSON>> {
  const { challenge, sealed } = await newChallenge("sign-in", { browserToken, userId }, now);
  const own = userId === null ? [] : await listPasskeys(userId);
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().expectedRPID,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    userVerification: "required",
    allowCredentials: own.map(({ credentialId: id, transports }) => ({ id, transports })),
    timeout: 300_000,
  });
  return { options, sealed };
}

export type PasskeyVerdict =
  | { kind: "right"; user: User }
  /** no account has this passkey: the browser may forget it */
  | { kind: "passkey_unknown" }
  | { kind: "passkey_wrong" | "passkey_over" | "leaving" | "suspended" };

/**
 * Finds out whose passkey signed this browser's challenge. Each challenge counts once. A signature counter that does
 * not increase means that the key was copied.
 * @see WebAuthn Level 3 §7.2
 */
export async function verifyPasskey(
  { sealed, answer, browserToken, source }: { sealed: string; answer: string; browserToken: string; source: ActSource },
  now = new Date(),
): Promise<PasskeyVerdict> {
  const challenge = await readChallenge("sign-in", { sealed, browserTokens: [browserToken] }, now);
  if (!challenge) return { kind: "passkey_over" };
  const response = readAnswer(assertionSchema, answer);
  if (!response) return { kind: "passkey_wrong" };
  const passkey = await findPasskeyByCredential(response.id);
  if (!passkey) return { kind: "passkey_unknown" };
  const { userId, passkeyId, credentialId: id, publicKey, counter } = passkey;
  const handle = response.response.userHandle;
  const isOwn = handle === undefined || handle === Buffer.from(handleOf(userId)).toString("base64url");
  if (!isOwn || (challenge.userId !== null && challenge.userId !== userId)) return { kind: "passkey_wrong" };
  const signed = await verify(() =>
    verifyAuthenticationResponse({
      ...relyingParty(),
      response: response as AuthenticationResponseJSON,
      expectedChallenge: challenge.challenge,
      // Counters are compared where they are stored, in one statement.
      credential: { id, publicKey, counter: 0 },
    }),
  );
  if (!signed?.verified) return { kind: "passkey_wrong" };
  if (!(await useChallengeUp(challenge, now))) return { kind: "passkey_over" };
  const { newCounter } = signed.authenticationInfo;
  if (!(await notePasskeyUse(passkeyId, newCounter, now))) {
    const data = { passkeyId, counter, newCounter };
    await recordEvent({ type: "passkey.copied", outcome: "refused", userId, data }, source);
    return { kind: "passkey_wrong" };
  }
  const user = await findUser(userId);
  if (!user) return { kind: "passkey_unknown" };
  if (user.deleteAt) return { kind: "leaving" };
  return user.suspendedAt ? { kind: "suspended" } : { kind: "right", user };
}

/** Asks the browser to make a passkey, on a device that has none of this person's yet. */
export async function requestNewPasskey(
  { userId, email, name }: { userId: string; email: string; name: string | null },
  browserToken: string,
  now = new Date(),
): Promise<PasskeyRequest<PublicKeyCredentialCreationOptionsJSON>> {
  const { challenge, sealed } = await newChallenge("add", { browserToken, userId }, now);
  const own = await listPasskeys(userId);
  const options = await generateRegistrationOptions({
    rpName: await getPortalName(),
    rpID: relyingParty().expectedRPID,
    userID: handleOf(userId),
    userName: email,
    userDisplayName: name ?? email,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    attestationType: "none",
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: own.map(({ credentialId: id, transports }) => ({ id, transports })),
    timeout: 300_000,
  });
  return { options, sealed };
}

/** A passkey that a browser made; `isFirst`: it may only become the first second factor of its person. */
export interface MadePasskey {
  sealed: string;
  answer: string;
  browserTokens: readonly string[];
  isFirst: boolean;
}

/** Stores the passkey that the browser made for this person. @see WebAuthn Level 3 §7.1 */
export async function finishPasskey(
  owner: FactorOwner,
  { sealed, answer, browserTokens, isFirst }: MadePasskey,
  now = new Date(),
): Promise<"added" | "wrong" | "over" | "taken" | "full"> {
  const { userId } = owner;
  const challenge = await readChallenge("add", { sealed, browserTokens }, now);
  if (challenge?.userId !== userId) return "over";
  const response = readAnswer(attestationSchema, answer);
  if (!response) return "wrong";
  const made = await verify(() =>
    verifyRegistrationResponse({
      ...relyingParty(),
      response: response as RegistrationResponseJSON,
      expectedChallenge: challenge.challenge,
    }),
  );
  if (!made?.verified) return "wrong";
  if (!(await useChallengeUp(challenge, now))) return "over";
  const { credential, aaguid, credentialDeviceType } = made.registrationInfo;
  const stored = await insertPasskey(
    { userId, browsersForgottenAt: owner.browsersForgottenAt, isFirst },
    {
      credentialId: credential.id,
      publicKey: credential.publicKey,
      counter: credential.counter,
      transports: response.response.transports ?? [],
      aaguid,
      isSynced: credentialDeviceType === "multiDevice",
    },
    now,
  );
  if (stored !== "stored") return stored;
  await recordEvent({ type: "passkey.added", outcome: "ok", userId, data: { aaguid } }, owner.source);
  await noticeFactor(owner, "passkeyAdded", now);
  return "added";
}

/** What the library says; null where it throws, which it does for every answer that is not as it should be. */
async function verify<T>(check: () => Promise<T>): Promise<T | null> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
