import { recordEvent } from "@/lib/db/audit/events";
import { isMailAddress, normalizeEmail } from "@/lib/db/people/mail-address";
import { createLinkedUser, findLink, findUpstream, noteLinkUse, type Upstream } from "@/lib/db/people/upstreams";
import { findUser, findUserByEmail, type User } from "@/lib/db/people/users";
import type { UpstreamCause } from "@/lib/events/upstream-causes";
import { serializeFlash } from "@/lib/forms/flash-cookie";
import { serializeFormState } from "@/lib/forms/form-state";
import { sourceOf } from "@/lib/http/act-source";
import { getClientAddress } from "@/lib/http/client-address";
import { localeOf, wordsOf } from "@/lib/http/request-words";
import { seeOther, withCookies } from "@/lib/http/see-other";
import { countProof } from "@/lib/metrics/metrics";
import { acceptProof } from "./accept-proof";
import { connectForm, signInForm, upstreamEmailForm, upstreamForm, verifyForm } from "./auth-forms";
import { findCurrentUser } from "./current-user";
import { type Destination, pathFor } from "./destination";
import { upstreamFactor } from "./factors/upstream";
import { formRoute } from "./form-route";
import { FRESH_PROOF_LIMIT, isProofFresh, isRecentProof } from "./fresh-proof";
import { countTry, limitAddress, rateLimitRules } from "./rate-limit";
import { getLoginPath } from "./return-to";
import { startSignUp } from "./sign-up";
import { maySignUp } from "./sign-up-policy";
import { begin, problemOf, recordRefusal, UPSTREAM_LINKS_PAGE } from "./upstreams/begin";
import { linkAccount } from "./upstreams/link-account";
import { getUpstreamClient, type UpstreamAccount, UpstreamError } from "./upstreams/upstream-client";
import { findTry, forgetTry, type UpstreamTry, useTryUp } from "./upstreams/upstream-try";
import { findWaiting, forgetWaiting, rememberWaiting } from "./upstreams/waiting-account";

/** `POST /login/upstream/submit`: leads to the upstream of the button. */
export const handleUpstream = formRoute(upstreamForm, async ({ request, values, browserToken, destination }) => {
  const upstream = await findUpstream(values.upstream);
  if (!upstream?.isOn) return { kind: "refused", problem: "upstream_over" };
  const begun = await begin(upstream, { request, browserToken, destination, linksTo: null, loginHint: null });
  return "cause" in begun ? { kind: "refused", problem: problemOf(begun.cause) } : begun;
});

/** `POST /login/upstream/connect/submit`: leads somebody who is signed in there, to add the account to theirs. */
export const handleConnect = formRoute(connectForm, async ({ request, values, browserToken, destination, user }) => {
  if (!user) return seeOther(getLoginPath(UPSTREAM_LINKS_PAGE));
  if (!(await isProofFresh(user))) return seeOther(getLoginPath(UPSTREAM_LINKS_PAGE, { isFresh: true }));
  const upstream = await findUpstream(values.upstream);
  if (!upstream?.isOn) return seeOther(UPSTREAM_LINKS_PAGE);
  const begun = await begin(upstream, { request, browserToken, destination, linksTo: user.userId, loginHint: null });
  return "cause" in begun ? { kind: "refused", problem: problemOf(begun.cause) } : begun;
});

/**
 * `GET /login/upstream/{id}/callback`: somebody comes back from an upstream. Whatever it answers, the page after this is one
 * of the portal's own, or the app's.
 */
export async function handleUpstreamCallback(
  request: Request,
  upstreamId: string,
  now = new Date(),
): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const begun = await findTry(request, { upstreamId, state: query.get("state") ?? "" }, now);
  const upstream = begun && (await findUpstream(upstreamId));
  if (!begun || !upstream?.isOn || !(await useTryUp(begun, now))) {
    return await refuse(request, { upstreamId, cause: "over", destination: begun?.destination ?? null, linksTo: null });
  }
  const { destination, linksTo } = begun;
  try {
    const account = await getUpstreamClient().finish(upstream, begun, query);
    const answer = await (linksTo === null ? signIn : link)({ request, begun, upstream, account }, now);
    if (answer instanceof Response) return withCookies(answer, [forgetTry()]);
    return await refuse(request, { upstreamId, cause: answer, destination, linksTo });
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return await refuse(request, { upstreamId, cause: error.fault, destination, linksTo });
  }
}

/** Somebody who came back from an upstream in the browser that they went from. */
interface CameBack {
  request: Request;
  begun: UpstreamTry;
  upstream: Upstream;
  account: UpstreamAccount;
}

/**
 * Signs in whoever's account this is. An account that nobody has is linked only after the proof of both sides: an equal
 * address proves nothing of an account here.
 */
async function signIn({ request, begun, upstream, account }: CameBack, now: Date): Promise<Response | UpstreamCause> {
  const { upstreamId, name: upstreamName } = upstream;
  const { browserToken, destination } = begun;
  const { issuer, subject, label, email, name } = account;
  const linked = { upstreamId, issuer, subject, label };
  const link = await findLink(linked);
  if (link !== null) {
    const user = await findUser(link.userId);
    if (!user) return "over";
    if (user.deleteAt) return "leaving";
    if (user.suspendedAt) return "suspended";
    const current = await findCurrentUser(request);
    const provedAt = findProofTime(account, begun, now);
    // They were asked to prove it anew, and only the upstream can say that they did. Somebody else than who is signed in here
    // proves it for the first time, and an app that wants more asks again.
    const isSwitching = current !== null && current.userId !== user.userId;
    if (begun.isAnew && !isSwitching && provedAt !== undefined) return "not_anew";
    if (current !== null && !isSwitching && !isRecentProof({ authenticatedAt: provedAt ?? now }, now))
      return "not_anew";
    await noteLinkUse(link.linkId, label, now);
    return await accept({ user, provedAt, upstream, request, begun }, now);
  }
  const owner = email !== null && account.isEmailVerified ? await findUserByEmail(email) : null;
  const waiting = { account: linked, upstreamName, email, name };
  if (owner !== null) {
    const cookie = await rememberWaiting({ ...waiting, ownerId: owner.userId }, { browserToken, destination }, now);
    return seeOther(pathFor(signInForm.page, destination, { switch: "1" }), [cookie]);
  }
  if (!upstream.allowsSignUp) return "closed";
  if (email === null || !account.isEmailVerified) {
    const cookie = await rememberWaiting({ ...waiting, ownerId: null }, { browserToken, destination }, now);
    return seeOther(pathFor(upstreamEmailForm.page, destination), [cookie]);
  }
  if (!(await maySignUp(email))) return "closed";
  const person = { email, name, passwordHash: null, isAdmin: false, emailVerifiedAt: now, claims: {} };
  const user = await createLinkedUser(person, linked, now);
  // Somebody took the address or the account in the same moment.
  if (!user) return "over";
  const data = { isAdmin: false, by: "upstream" as const };
  await recordEvent({ type: "user.created", outcome: "ok", userId: user.userId, data }, sourceOf(request));
  // Nobody could take it from anybody, however old the sign-in there is.
  return await accept({ user, provedAt: undefined, upstream, request, begun }, now);
}

async function accept(
  { user, provedAt, upstream, request, begun }: Omit<CameBack, "account"> & { user: User; provedAt: Date | undefined },
  now: Date,
): Promise<Response> {
  const { browserToken, destination } = begun;
  const { upstreamId, name } = upstream;
  const { userId } = user;
  await recordEvent(
    { type: "upstream.accepted", outcome: "ok", userId, data: { upstreamId, name } },
    sourceOf(request),
  );
  return await acceptProof({ user, factor: upstreamFactor, request, browserToken, destination, provedAt }, now);
}

/** How far the clocks of an upstream and of the portal may be apart, in seconds. */
const CLOCK_TOLERANCE = 60;

/**
 * When they proved there who they are; undefined: now, because they were asked for it. Whoever sits at a browser that is
 * signed in there gets in here, so a time that the upstream does not say is too long ago to be fresh.
 * @see OIDC Core §2 (`auth_time`)
 */
function findProofTime(
  { authenticatedAt }: UpstreamAccount,
  { isAnew, begunAt }: UpstreamTry,
  now: Date,
): Date | undefined {
  if (authenticatedAt === null || !isRecentProof({ authenticatedAt }, now))
    return new Date(now.getTime() - (FRESH_PROOF_LIMIT + 1) * 1000);
  if (isAnew && authenticatedAt.getTime() >= begunAt.getTime() - CLOCK_TOLERANCE * 1000) return undefined;
  return authenticatedAt < now ? authenticatedAt : now;
}

/** Adds the account to that of the person who began this, if they are still signed in here and their proof is fresh. */
async function link({ request, begun, upstream, account }: CameBack, now: Date): Promise<Response | UpstreamCause> {
  const user = await findCurrentUser(request);
  if (user?.userId !== begun.linksTo) return "over";
  if (!user || !(await isProofFresh(user, now))) return seeOther(getLoginPath(UPSTREAM_LINKS_PAGE, { isFresh: true }));
  const { upstreamId, name: upstreamName } = upstream;
  const { issuer, subject, label } = account;
  const known = await findLink({ upstreamId, issuer, subject });
  const owner = { ...user, source: sourceOf(request), answerLocale: localeOf(request, { account: user.locale }) };
  const result =
    known?.userId === user.userId
      ? "linked"
      : await linkAccount(owner, { account: { upstreamId, issuer, subject, label }, upstreamName }, now);
  if (result === "taken") return "taken";
  const texts = wordsOf(request, { account: user.locale }).account.security.upstreams;
  return seeOther(UPSTREAM_LINKS_PAGE, [
    serializeFlash(texts.results[result], result === "linked" ? "success" : "warning"),
  ]);
}

/**
 * `POST /login/upstream/email/submit`: a new person proves an address by a mailed code, because their upstream does not say
 * that it is theirs. Whether the address has an account, nobody sees.
 */
export const handleUpstreamEmail = formRoute(upstreamEmailForm, async ({ request, values, destination }) => {
  const now = new Date();
  const waiting = await findWaiting(request, destination, now);
  const upstream = waiting && (await findUpstream(waiting.account.upstreamId));
  if (!waiting || waiting.ownerId !== null || !upstream?.isOn || !upstream.allowsSignUp) {
    return seeOther(pathFor(signInForm.page, destination), [forgetWaiting()]);
  }
  const seconds = await countTry(limitAddress(rateLimitRules.signUpByAddress, getClientAddress(request)), now);
  if (seconds !== null) return { kind: "limited", seconds };
  const email = normalizeEmail(values.email);
  if (!email) return { kind: "refused", problem: "no_email", field: "email" };
  if (!isMailAddress(email)) return { kind: "refused", problem: "bad_email", field: "email" };
  if (!(await maySignUp(email))) return { kind: "refused", problem: "foreign_domain", field: "email" };
  const { account, name } = waiting;
  const result = await startSignUp({ email, name, passwordHash: null, account }, localeOf(request), now);
  if (result.kind === "limited") return result;
  return seeOther(pathFor(verifyForm.page, destination), [result.setCookie]);
});

/** Back to the sign-in page, or to the person's own page, which says why. */
async function refuse(
  request: Request,
  why: { upstreamId: string; cause: UpstreamCause; destination: Destination | null; linksTo: string | null },
): Promise<Response> {
  const { upstreamId, cause, linksTo } = why;
  countProof(upstreamFactor.name, "refused");
  await recordRefusal(upstreamId, cause, request, linksTo);
  if (linksTo !== null) {
    const { auth } = wordsOf(request);
    return seeOther(UPSTREAM_LINKS_PAGE, [serializeFlash(auth.login.errors[problemOf(cause)], "warning"), forgetTry()]);
  }
  const destination = why.destination ?? { requestId: null, returnTo: null };
  const state = { form: signInForm.name, error: problemOf(cause), field: null, values: {} };
  return seeOther(pathFor(signInForm.page, destination), [serializeFormState(state), forgetTry()]);
}
