import { findOwnFactors, type OwnFactors } from "@/lib/db/people/own-factors";
import type { User } from "@/lib/db/people/users";
import { oauthStore } from "@/lib/db/protocol/store";
import { serializeFormState } from "@/lib/forms/form-state";
import { seeOther, withCookies } from "@/lib/http/see-other";
import { count, countProof } from "@/lib/metrics/metrics";
import { hashSecret } from "@/lib/oauth/secrets";
import { isAcrMet, listWantedAcrs } from "@/lib/oauth/tokens/acr";
import { type Arrival, arrive } from "./arrive";
import { enrolForm, signInForm } from "./auth-forms";
import { decideSignIn, type SignInSituation } from "./decide-sign-in";
import { type Destination, pathFor } from "./destination";
import { factors, type KnownFactor } from "./factors/all";
import { authenticatorFactor } from "./factors/authenticator";
import type { Factor } from "./factors/factor";
import { passkeyFactor } from "./factors/passkey";
import { passwordFactor } from "./factors/password";
import { recoveryCodeFactor } from "./factors/recovery-code";
import { findHalf } from "./find-half";
import { isRecentProof } from "./fresh-proof";
import {
  forgetHalf,
  HALF_SIGNED_IN_LIFETIME,
  type HalfSignedIn,
  isHalfOf,
  oldestProofOf,
  rememberHalf,
  useHalfUp,
} from "./half-signed-in";
import { isRememberedBrowser } from "./remembered-browser";
import { isSecondFactorOffered, mustHaveSecondFactor } from "./second-factor-policy";
import { findSession } from "./session";
import { linkWaiting } from "./upstreams/link-account";

/** A factor that a person has just proved, and where. */
export interface Proof extends Omit<Arrival, "amr" | "authenticatedAt"> {
  factor: Factor;
  /** when it was given, if that was not here and now */
  provedAt?: Date | undefined;
}

/** What the portal requires of a sign-in. */
export interface SignInRules {
  known: readonly Factor[];
  look: (proof: Proof, now: Date) => Promise<Ground>;
}

/** What is known of a person who signs in, besides what they prove. */
export interface Ground extends Omit<SignInSituation, "proved"> {
  /** the page where they add the second factor that they need and do not have; null: they are not asked to */
  addFactorPage: `/${string}` | null;
}

/**
 * Whoever has a second factor is asked for it; whoever needs one and has none adds one before they are signed in. Of what the
 * portal and the app require, the stricter counts.
 */
const portalRules: SignInRules = {
  known: factors,
  look: async ({ user, factor, destination, request }, now) => {
    const [own, mustHave, needsFirst, app, isAgain, isRemembered] = await Promise.all([
      findOwnFactors(user.userId),
      mustHaveSecondFactor(user),
      needsFirstFactor(user, destination),
      findWishesOfApp(destination),
      isProvedAgain(user, destination, request, now),
      // Beside a password only: whoever has an open laptop often has the mailbox too, and would need nothing else.
      factor.name === passwordFactor.name && isRememberedBrowser(request, user.userId, now),
    ]);
    const has = listFactors(own);
    // Not because of a passkey: a password on a device without it must not become a dead end.
    const wantsToSignIn = !isRemembered && (mustHave || own.hasAuthenticator);
    const isForApp = app.requiresSecondFactor && (needsFirst || hasSecondFactor(has));
    return {
      has,
      wantsMultiFactor: wantsToSignIn || isForApp || (isAgain && hasSecondFactor(has)),
      isWanted: isWantedBy(app.acrs),
      addFactorPage: needsFirst ? enrolForm.page : null,
    };
  },
};

/**
 * Whether this person, if they have no second factor, has to add one before they are signed in: because of the portal's
 * settings, or of the app whose request waits. An app that requires what cannot be had here is told so: `decide`.
 */
export async function needsFirstFactor(user: User, destination: Destination): Promise<boolean> {
  if (await mustHaveSecondFactor(user)) return true;
  return (await isSecondFactorOffered()) && (await findWishesOfApp(destination)).requiresSecondFactor;
}

/**
 * Whether a person who is signed in proves again who they are, for a page of the portal. Pages ask for this before
 * credentials change, so no remembered browser stands in for the second factor here.
 * @see OWASP ASVS 5.0 7.5.1
 */
async function isProvedAgain(
  { userId }: User,
  { requestId }: Destination,
  request: Request,
  now: Date,
): Promise<boolean> {
  return requestId === null && (await findSession(request, now))?.user.userId === userId;
}

/** What the app whose request waits asks of the sign-in. */
async function findWishesOfApp({ requestId }: Destination): Promise<{ acrs: string[]; requiresSecondFactor: boolean }> {
  const request = requestId === null ? null : await oauthStore.findAuthorizationRequest(hashSecret(requestId));
  if (request === null) return { acrs: [], requiresSecondFactor: false };
  const client = await oauthStore.findClient(request.clientId);
  return { acrs: listWantedAcrs(request), requiresSecondFactor: client?.requireSecondFactor === true };
}

function isWantedBy(acrs: readonly string[]): (amr: readonly string[]) => boolean {
  return (amr) => acrs.length === 0 || acrs.some((acr) => isAcrMet(acr, amr));
}

/**
 * The factors that an account could prove. Recovery codes replace a second factor, and are not a second factor by
 * themselves.
 */
export async function listFactorsOf(userId: string): Promise<KnownFactor[]> {
  return listFactors(await findOwnFactors(userId));
}

function listFactors({ hasPassword, hasAuthenticator, passkeyCount, recoveryCodesLeft }: OwnFactors): KnownFactor[] {
  const hasSecond = hasAuthenticator || passkeyCount > 0;
  return [
    ...(hasPassword ? [passwordFactor] : []),
    ...(passkeyCount > 0 ? [passkeyFactor] : []),
    ...(hasAuthenticator ? [authenticatorFactor] : []),
    ...(hasSecond && recoveryCodesLeft > 0 ? [recoveryCodeFactor] : []),
  ];
}

/** Whether one of these would be a second factor beside what a person knows. */
export function hasSecondFactor(has: readonly Factor[]): boolean {
  return has.some(({ restsOn }) => restsOn !== "knowledge");
}

/**
 * Adds a proof to what the person proved before, in this browser and for this destination, and sends them on: to the
 * page of the next factor, or signed in to where they wanted to go.
 */
export async function acceptProof(proof: Proof, now = new Date(), rules = portalRules): Promise<Response> {
  const { user, factor, request, destination } = proof;
  countProof(factor.name, "ok");
  const half = await findHalf(request, proof, now);
  // A person who starts again as somebody else has proved nothing for that account yet.
  const own = half && isHalfOf(half, user) ? half : null;
  const by = proof.by ?? own?.by ?? null;
  const kept = own === null ? [] : keepProofs(own, factor, rules.known, now);
  const proved = [...kept, factor];
  const rest = kept.length > 0 ? own : null;
  const provedAt = findOldProof(rest, proof, now);
  const ground = await rules.look(proof, now);
  const step = decideSignIn({ proved, ...ground });
  if (step.kind === "session") {
    if (rest !== null && !(await useHalfUp(rest, now))) return beginAgain(destination);
    const arrived = await arrive({ ...proof, amr: step.amr, authenticatedAt: provedAt, by }, now);
    if (arrived === null) return beginAgain(destination);
    count("portico_sign_ins_total", { factor: factor.name });
    const linked = isRecent(provedAt, now) ? await linkWaiting(proof, now) : [];
    return withCookies(arrived, [...(half === null ? [] : [forgetHalf()]), ...linked]);
  }
  // Whoever sits at a browser that was left alone would add a factor of their own.
  if (step.kind === "stuck" && !isRecent(provedAt, now)) return beginAgain(destination, "upstream_not_anew");
  const next = step.kind === "stuck" ? ground.addFactorPage : step.factors[0].page;
  if (next === null) throw new Error(`Account ${user.userId} needs a factor that it does not have.`);
  const begunAt = rest?.begunAt ?? Math.floor(now.getTime() / 1000);
  const names = proved.map(({ name }) => name);
  const begun = { user, proved: names, by, begunAt, provedAt: oldestOf(rest?.provedAt, proof.provedAt) ?? null };
  const cookie = await rememberHalf(begun, proof, now);
  return seeOther(pathFor(next, destination), [cookie]);
}

/** The proofs of before that this one joins. In the place of old ones that rest on the same thing, it stands alone. */
function keepProofs(half: HalfSignedIn, factor: Factor, known: readonly Factor[], now: Date): Factor[] {
  const isOld = !isRecent(oldestProofOf(half), now);
  return known.filter(({ name, restsOn }) => {
    return half.proved.includes(name) && name !== factor.name && !(isOld && restsOn === factor.restsOn);
  });
}

/**
 * When the oldest proof was given, if that was elsewhere, or too long ago to be part of this sign-in: apps learn from
 * `auth_time`, and the portal from the session, how old it is. @see OIDC Core §2 (`auth_time`)
 */
function findOldProof(half: HalfSignedIn | null, { provedAt }: Proof, now: Date): Date | undefined {
  const begunAt = half ? new Date(half.begunAt * 1000) : now;
  const isBefore = now.getTime() - begunAt.getTime() > HALF_SIGNED_IN_LIFETIME * 1000;
  return oldestOf(half?.provedAt, provedAt, isBefore ? begunAt : null);
}

function oldestOf(...times: (Date | null | undefined)[]): Date | undefined {
  const known = times.flatMap((time) => (time ? [time.getTime()] : []));
  return known.length > 0 ? new Date(Math.min(...known)) : undefined;
}

/** `undefined`: now. */
function isRecent(provedAt: Date | undefined, now: Date): boolean {
  return provedAt === undefined || isRecentProof({ authenticatedAt: provedAt }, now);
}

/** The page of the next factor for somebody who is half signed in; null: they have none. */
export async function findNextPage(half: HalfSignedIn, destination: Destination): Promise<`/${string}` | null> {
  const [has, { acrs }] = await Promise.all([listFactorsOf(half.userId), findWishesOfApp(destination)]);
  const proved = factors.filter(({ name }) => half.proved.includes(name));
  const isWanted = isWantedBy(acrs);
  const step = decideSignIn({ proved, has, wantsMultiFactor: true, isWanted });
  return step.kind === "prove" ? step.factors[0].page : null;
}

/**
 * The answer to a proof that comes too late, in another browser or for an account that changed meanwhile, or that is too old
 * for what it would lead to: the sign-in starts over, and the page says so.
 */
export function beginAgain(destination: Destination, error: "half_over" | "upstream_not_anew" = "half_over"): Response {
  const state = { form: signInForm.name, error, field: null, values: {} };
  return seeOther(pathFor(signInForm.page, destination), [serializeFormState(state), forgetHalf()]);
}
