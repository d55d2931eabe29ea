import { findUser } from "@/lib/db/people/users";
import { getInteraction } from "@/lib/oauth/authorize/interaction";
import type { Authentication } from "@/lib/oauth/model";
import { countSignedIn } from "./browser-accounts";
import { authenticatorFactor } from "./factors/authenticator";
import type { Factor } from "./factors/factor";
import { mailedCodeFactor } from "./factors/mailed-code";
import { passkeyFactor } from "./factors/passkey";
import { passwordFactor } from "./factors/password";
import { isProofFresh, isRecentProof } from "./fresh-proof";
import type { HalfSignedIn, HalfSignedInPlace } from "./half-signed-in";
import { getProtocolContext } from "./protocol-context";
import { findSession } from "./session";

/** What was proved in a session, by the names of its methods: the other way round than `amrOf`. */
function provedBy(amr: readonly string[]): Factor[] {
  const known = amr.includes("pwd") ? [passwordFactor] : amr.includes("otp") ? [mailedCodeFactor] : [];
  const own = amr.includes("pop") ? [passkeyFactor] : amr.includes("mfa") ? [authenticatorFactor] : [];
  return [...known, ...own];
}

/**
 * Somebody who is signed in, where that proof still counts and only another factor is missing: for an app's request
 * that wants a stronger sign-in and has nothing against the one that there is, and for a page of the portal that wants
 * a fresh proof with the second factor, ten minutes after the first one. They need not prove again what they proved
 * already.
 */
export async function findStepUp(
  source: Request | Headers,
  place: HalfSignedInPlace,
  now: Date,
): Promise<HalfSignedIn | null> {
  const found = await findSession(source, now);
  if (!found) return null;
  const { sessionId, userId, authenticatedAt, amr } = found.session;
  const proved = provedBy(amr).map(({ name }) => name);
  if (proved.length === 0) return null;
  const accountCount = await countSignedIn(source, now);
  const { locale } = found.user;
  const authentication = { sessionId, userId, authenticatedAt, amr, accountCount, locale };
  if (!(await isMissingAFactor(authentication, place, now))) return null;
  // A session that outlived another password was begun with the one before.
  const user = await findUser(userId);
  const isOlder = (change: Date | null) => change === null || change <= authenticatedAt;
  if (!user || !isOlder(user.passwordChangedAt) || !isOlder(user.browsersForgottenAt)) return null;
  const { passwordChangedAt, browsersForgottenAt } = user;
  const id = [sessionId, authenticatedAt.getTime(), ...amr].join(" ");
  const begunAt = Math.floor(authenticatedAt.getTime() / 1000);
  return { id, userId, proved, by: null, begunAt, provedAt: null, passwordChangedAt, browsersForgottenAt };
}

async function isMissingAFactor(
  authentication: Authentication,
  { browserToken, destination: { requestId } }: HalfSignedInPlace,
  now: Date,
): Promise<boolean> {
  if (requestId === null) return isRecentProof(authentication, now) && !(await isProofFresh(authentication, now));
  // prompt=login and max_age come before it: who has to sign in for those gives all proofs again.
  const interaction = await getInteraction(requestId, browserToken, authentication, getProtocolContext());
  return interaction.kind === "login" && interaction.reason === "acr";
}
