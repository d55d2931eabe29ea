import type { OAuthContext } from "../context";
import type { Authentication, AuthorizationRequest, Client, Consent, ShownPage } from "../model";
import type { RefusalCause } from "../refusal-causes";
import type { NeededConsent } from "../store";
import { listClaimsOfScopes } from "../tokens/claims";
import { getResourceOfScope } from "../tokens/own-resources";
import { seeOther } from "../wire/see-other";
import { endOf, readLifetime } from "./consent-lifetime";
import { type ConsentItem, readConsentPage } from "./consent-page";
import { type Allowed, grantIdOf } from "./issue-code";
import { findPending, type Pending, pageOf, SIGNED_IN_REQUEST_TTL } from "./pending-request";
import { wayOf } from "./way-of";

/** Continues a request after a sign-in: a 303 to the consent page, back to the sign-in page, or to the client. */
export async function continueAuthorization(
  requestId: string,
  browserToken: string,
  authentication: Authentication | null,
  context: OAuthContext,
): Promise<Response> {
  const pending = await findPending(requestId, browserToken, authentication, context);
  if (pending === null) return toPage("/consent", requestId, context);
  if (pending.request.answer !== null) return await repeatAnswer(pending, requestId, authentication, context);
  const { decision, request, client } = pending;
  if (authentication === null) return toPage("/login", requestId, context);
  const ids = { clientId: client.clientId, userId: authentication.userId };
  const data = { grantId: grantIdOf(requestId) };
  if (decision.kind !== "login" && decision.kind !== "choose") {
    context.record({ type: "authorize.signed_in", outcome: "ok", ...ids, data }, null);
  }
  if (decision.kind === "consent") {
    // Somebody has signed in for this request, so it may wait longer.
    const expiresAt = new Date(context.now().getTime() + SIGNED_IN_REQUEST_TTL * 1000);
    await context.store.renewAuthorizationRequest(request.idHash, expiresAt);
  }
  if (decision.kind !== "redirect" && decision.kind !== "error") return toPage(pageOf(decision), requestId, context);
  if (decision.kind === "error") {
    recordRefused(client, requestId, authentication, decision, context);
    return wayOf(client, request).refuse(decision, context);
  }
  return await allow(
    pending,
    requestId,
    authentication,
    {
      scopes: decision.scopes,
      expiresAt: pending.consent?.expiresAt ?? null,
      consent: null,
      withdrawn: [],
      needed: decision.needed,
      shown: null,
    },
    context,
  );
}

/**
 * Keeps which session a request is about, so that nobody is asked again for their account after a page in between: the
 * one that the person chose, or signed in with, for this request.
 */
export async function keepAccount(
  requestId: string,
  browserToken: string,
  authentication: Authentication,
  context: OAuthContext,
): Promise<void> {
  const pending = await findPending(requestId, browserToken, authentication, context);
  if (pending !== null) await context.store.chooseSession(pending.request.idHash, authentication.sessionId);
}

/** Continues with the session that the person chose on the chooser page. It is the browser's current session by now. */
export async function chooseAccount(
  requestId: string,
  browserToken: string,
  authentication: Authentication,
  context: OAuthContext,
): Promise<Response> {
  await keepAccount(requestId, browserToken, authentication, context);
  return await continueAuthorization(requestId, browserToken, authentication, context);
}

/**
 * Takes the person's answer on the consent page. Answering twice, or in two windows, has the same effect as answering
 * once: the code is derived from the request, so every answer leads to the same place. A yes covers what the page
 * showed.
 * @param scopes the optional scopes that the person ticked; required scopes need not be named
 * @param lifetime one of those that the page offers; an empty text stands for the longest
 * @param revision of the page that was answered
 * @param shown what that page showed, for the person's receipt
 * @returns null when the page would now show something else: nothing is allowed, and the page must be shown again
 */
export async function answerConsent(
  {
    requestId,
    browserToken,
    authentication,
    answer,
    scopes,
    lifetime: sentLifetime,
    revision,
    shown,
  }: {
    requestId: string;
    browserToken: string;
    authentication: Authentication | null;
    answer: "allow" | "deny";
    scopes: string[];
    lifetime: string;
    revision: string;
    shown: ShownPage | null;
  },
  context: OAuthContext,
): Promise<Response | null> {
  const pending = await findPending(requestId, browserToken, authentication, context);
  if (pending === null) return toPage("/consent", requestId, context);
  if (pending.request.answer !== null) return await repeatAnswer(pending, requestId, authentication, context);
  const { client, request, decision } = pending;
  if (answer === "deny") {
    const isFirst = await context.store.answerAuthorizationRequest(request.idHash, { answer, now: context.now() });
    if (!isFirst) return await repeatLater(requestId, browserToken, authentication, context);
    return sendDenial({ client, request }, requestId, authentication, context);
  }
  if (decision.kind === "login" || authentication === null) return toPage("/login", requestId, context);
  if (decision.kind === "choose") return toPage("/choose", requestId, context);
  if (decision.kind === "error") return wayOf(client, request).refuse(decision, context);
  const page = await readConsentPage(pending, authentication.userId, context);
  if (page === null) return toPage("/login", requestId, context);
  const lifetime = readLifetime(sentLifetime, page.lifetimes.offered);
  if (page.revision !== revision || lifetime === null) return null;
  const isAllowed = ({ scope, isOptional }: ConsentItem) => !isOptional || scopes.includes(scope.name);
  const allowed = page.scopes.filter(isAllowed).map(({ scope }) => scope.name);
  if (lifetime === "once") {
    // Nothing is remembered, and what was allowed before stays as it is.
    const once = { scopes: allowed.filter((name) => name !== "offline_access"), expiresAt: null };
    return await allow(
      pending,
      requestId,
      authentication,
      { ...once, consent: null, withdrawn: [], needed: null, shown },
      context,
    );
  }
  const declinedScopes = page.scopes.filter((item) => !isAllowed(item)).map(({ scope }) => scope.name);
  const consent: Consent = {
    userId: authentication.userId,
    clientId: client.clientId,
    scopes: allowed.map((name) => ({ name, grantedAt: context.now() })),
    // The page named both the APIs in the request and the APIs of the allowed scopes.
    resources: [
      ...new Set([...page.resources.map(({ identifier }) => identifier), ...(await listApis(allowed, context))]),
    ],
    declinedScopes,
    expiresAt: endOf(lifetime, context.now()),
  };
  if (pending.consent === null) {
    const { userId } = authentication;
    const { clientId } = client;
    const hasEnded = await context.store.forgetEndedConsent(userId, clientId, context.now());
    if (hasEnded) context.record({ type: "consent.expired", outcome: "ok", clientId, userId }, null);
  }
  const held = (pending.consent?.scopes ?? []).map(({ name }) => name).filter((name) => !declinedScopes.includes(name));
  const replaced = findReplaced(request, held, allowed);
  const kept = held.filter((name) => !replaced.scopes.includes(name));
  const stillAllowed = [...consent.resources, ...(await listApis(kept, context))];
  const heldApis = replaced.isWhole ? (pending.consent?.resources ?? []) : await listApis(declinedScopes, context);
  const withdrawn = heldApis.filter((identifier) => !stillAllowed.includes(identifier));
  const { expiresAt } = consent;
  const given = { scopes: allowed, expiresAt, consent, withdrawn, replaced, needed: null, shown };
  return await allow(pending, requestId, authentication, given, context);
}

/** What a yes takes out of the grant that the client has, besides what the person declined. */
interface Replaced {
  /** scopes that it no longer holds */
  scopes: string[];
  /** it holds only what the person allowed now */
  isWhole: boolean;
  /** it has another id from now on */
  isFresh: boolean;
}

/** @see Grant Management for OAuth 2.0 §5.1 */
function findReplaced({ grantManagement }: AuthorizationRequest, held: string[], allowed: string[]): Replaced {
  if (grantManagement === null || grantManagement.action === "merge") {
    return { scopes: [], isWhole: false, isFresh: false };
  }
  const scopes = held.filter((name) => !allowed.includes(name));
  return { scopes, isWhole: true, isFresh: grantManagement.action === "create" };
}

/** The APIs that these scopes belong to; userinfo is not one. */
async function listApis(scopeNames: string[], context: OAuthContext): Promise<string[]> {
  const scopes = await context.store.findScopes(scopeNames);
  const identifiers = scopes.map((scope) => getResourceOfScope(scope, context.issuer));
  return [...new Set(identifiers)].filter((identifier) => identifier !== context.issuer);
}

async function allow(
  { request, client }: Pending,
  requestId: string,
  authentication: Authentication,
  given: Allowed & {
    consent: Consent | null;
    withdrawn: string[];
    replaced?: Replaced;
    needed: NeededConsent | null;
    shown: ShownPage | null;
  },
  context: OAuthContext,
): Promise<Response> {
  const way = wayOf(client, request);
  const replaced = given.replaced?.scopes ?? [];
  const taken = [...(given.consent?.declinedScopes ?? []), ...replaced];
  const { scopes, expiresAt } = given;
  const rows = way.prepare({ requestId, authentication, scopes, expiresAt }, context);
  const isFirst = await context.store.answerAuthorizationRequest(request.idHash, {
    answer: "allow",
    now: context.now(),
    consent: given.consent,
    withdrawn: {
      claims: listClaimsOfScopes(taken, await context.store.findScopes(taken)),
      resources: given.withdrawn,
      scopes: replaced,
    },
    isFreshGrant: given.replaced?.isFresh ?? false,
    needed: given.needed,
    shown: given.shown,
    ...rows,
  });
  if (isFirst) {
    if (given.consent) recordConsent(given.consent, requestId, context);
    return await way.allow({ requestId, grant: rows.grant }, context);
  }
  // Somebody answered in between: the first answer counts. Or the person took the consent back, and is asked.
  const answered = await context.store.findAuthorizationRequest(request.idHash);
  if (answered === null) return toPage("/consent", requestId, context);
  return await repeatAnswer({ request: answered, client }, requestId, authentication, context);
}

/** Files what a person said yes to. Codes that come of a remembered yes are filed by themselves. */
function recordConsent(
  { userId, clientId, scopes, resources }: Consent,
  requestId: string,
  context: OAuthContext,
): void {
  context.record(
    {
      type: "consent.given",
      outcome: "ok",
      clientId,
      userId,
      data: { scopes: scopes.map(({ name }) => name), resources, grantId: grantIdOf(requestId) },
    },
    null,
  );
}

async function repeatLater(
  requestId: string,
  browserToken: string,
  authentication: Authentication | null,
  context: OAuthContext,
): Promise<Response> {
  const pending = await findPending(requestId, browserToken, authentication, context);
  if (pending === null) return toPage("/consent", requestId, context);
  return await repeatAnswer(pending, requestId, authentication, context);
}

async function repeatAnswer(
  { request, client }: Pick<Pending, "request" | "client">,
  requestId: string,
  authentication: Authentication | null,
  context: OAuthContext,
): Promise<Response> {
  const way = wayOf(client, request);
  if (request.answer === "deny") return way.refuse(DENIED, context);
  return (await way.allowAgain({ requestId, authentication }, context)) ?? toPage("/consent", requestId, context);
}

const DENIED = {
  code: "access_denied",
  cause: "person_denied",
  description: "The user did not allow this request",
} as const;

function sendDenial(
  { client, request }: Pick<Pending, "client" | "request">,
  requestId: string,
  authentication: Authentication | null,
  context: OAuthContext,
): Response {
  recordRefused(client, requestId, authentication, DENIED, context);
  return wayOf(client, request).refuse(DENIED, context);
}

function recordRefused(
  client: Client,
  requestId: string,
  authentication: Authentication | null,
  error: { code: string; cause: RefusalCause; description: string },
  context: OAuthContext,
): void {
  const isDenial = error.cause === DENIED.cause;
  context.record(
    {
      type: isDenial ? "authorize.denied" : "authorize.refused",
      outcome: "refused",
      clientId: client.clientId,
      userId: authentication?.userId ?? null,
      data: {
        error: error.code,
        description: error.description,
        cause: error.cause,
        grantId: grantIdOf(requestId),
      },
    },
    null,
  );
}

function toPage(page: "/login" | "/choose" | "/consent", requestId: string, context: OAuthContext): Response {
  return seeOther(`${context.issuer}${page}?request=${encodeURIComponent(requestId)}`);
}
