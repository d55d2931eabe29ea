import { listClaimsOfScopes } from "../claims";
import { equalInConstantTime } from "../constant-time";
import type { OAuthContext } from "../context";
import type { Authentication, AuthorizationRequest, Client, Consent, Scope, Subject } from "../model";
import { getResourceOfScope } from "../own-resources";
import { findRegisteredRedirectUri } from "../redirect-target";
import type { RefusalCause } from "../refusal-causes";
import { subjectFor } from "../subject";
import { AUTHORIZATION_CODE_PREFIX, hashSecret } from "../tokens";
import { answerAllowed } from "./answer";
import { type Decision, decide, type LoginReason, listAskedResources, listAskedScopes } from "./decide";
import { pageOf, REQUEST_TTL, recordAllowed, SIGNED_IN_REQUEST_TTL } from "./handle-request";
import { prepareCode } from "./issue-code";
import { answerWithError, seeOther } from "./respond";

/** One line of the consent page. */
export interface ConsentItem {
  scope: Scope;
  /** what its API is called; null: the scope is about the person */
  resourceName: string | null;
  /** the person may leave it out */
  isOptional: boolean;
  /** when it was allowed before; null: it is new */
  grantedAt: Date | null;
}

/** An API that the request names, for which the app would get tokens. */
export interface ConsentResource {
  identifier: string;
  name: string;
  /** it was allowed before */
  isGranted: boolean;
}

/** What a page shows of a pending request. `wasExpired`: the page was open for too long, the request goes on. */
export type Interaction =
  | { kind: "login"; request: AuthorizationRequest; client: Client; reason: LoginReason; wasExpired: boolean }
  /** which account; it shows the browser's, and `continueAuthorization` follows when one was chosen */
  | { kind: "choose"; request: AuthorizationRequest; client: Client; wasExpired: boolean }
  | {
      kind: "consent";
      request: AuthorizationRequest;
      client: Client;
      subject: Subject;
      scopes: ConsentItem[];
      resources: ConsentResource[];
      wasExpired: boolean;
    }
  /** nothing left to ask: `continueAuthorization` sends the browser to the client */
  | { kind: "ready"; request: AuthorizationRequest; client: Client }
  /** it was answered, and its code used or expired: the person goes back to the app */
  | { kind: "answered"; request: AuthorizationRequest; client: Client }
  /** no such request, another browser's, or its client is gone */
  | { kind: "unknown" };

interface Pending {
  request: AuthorizationRequest;
  client: Client;
  consent: Consent | null;
  decision: Decision;
  wasExpired: boolean;
}

/** What the pending request of this browser needs now. Renews it when it had expired. */
export async function getInteraction(
  requestId: string,
  browserToken: string,
  authentication: Authentication | null,
  context: OAuthContext,
): Promise<Interaction> {
  const pending = await findPending(requestId, browserToken, authentication, context);
  if (pending === null) return { kind: "unknown" };
  const { request, client, consent, decision, wasExpired } = pending;
  if (request.answer !== null) return { kind: "answered", request, client };
  if (decision.kind === "login") return { kind: "login", request, client, reason: decision.reason, wasExpired };
  if (decision.kind === "choose") return { kind: "choose", request, client, wasExpired };
  if (decision.kind !== "consent" || authentication === null) return { kind: "ready", request, client };
  const subject = await context.store.findSubject(authentication.userId);
  if (subject === null) return { kind: "login", request, client, reason: "none", wasExpired };
  const known = await context.store.findScopes(decision.scopes);
  const identifiers = listAskedResources(request, context.issuer);
  const ofScopes = known.flatMap((scope) => scope.resourceIdentifier ?? []);
  const names = await findResourceNames([...identifiers, ...ofScopes], context);
  const scopes = decision.scopes.flatMap((name) => {
    const scope = known.find((each) => each.name === name);
    if (scope === undefined) return [];
    const grantedAt = consent?.scopes.find((each) => each.name === name)?.grantedAt ?? null;
    const resourceName = names.get(scope.resourceIdentifier ?? "") ?? null;
    return [{ scope, resourceName, isOptional: client.optionalScopes.includes(name), grantedAt }];
  });
  const resources = identifiers.map((identifier) => {
    const isGranted = consent?.resources.includes(identifier) ?? false;
    return { identifier, name: names.get(identifier) ?? identifier, isGranted };
  });
  return { kind: "consent", request, client, subject, scopes, resources, wasExpired };
}

/** What APIs are called, by their identifiers. */
async function findResourceNames(identifiers: string[], context: OAuthContext): Promise<Map<string, string>> {
  const found = await Promise.all([...new Set(identifiers)].map((each) => context.store.findResource(each)));
  return new Map(found.flatMap((resource) => (resource ? [[resource.identifier, resource.name] as const] : [])));
}

/** Goes on after a sign-in: 303 to the consent page, back to sign in, or to the client. */
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
  if (decision.kind === "consent") {
    // Somebody has signed in for it by now, and may take their time.
    const expiresAt = new Date(context.now().getTime() + SIGNED_IN_REQUEST_TTL * 1000);
    await context.store.renewAuthorizationRequest(request.idHash, expiresAt);
  }
  if (decision.kind !== "redirect" && decision.kind !== "error") return toPage(pageOf(decision), requestId, context);
  if (decision.kind === "error") {
    recordRefused(client, authentication, decision, context);
    return answerWithError(decision, client, request, context);
  }
  return await allow(
    pending,
    requestId,
    authentication,
    { scopes: decision.scopes, consent: null, withdrawn: [] },
    context,
  );
}

/** Goes on for the session that the person chose on the chooser page, which is the current one of the browser by now. */
export async function chooseAccount(
  requestId: string,
  browserToken: string,
  authentication: Authentication,
  context: OAuthContext,
): Promise<Response> {
  const pending = await findPending(requestId, browserToken, authentication, context);
  if (pending !== null) await context.store.chooseSession(pending.request.idHash, authentication.sessionId);
  return await continueAuthorization(requestId, browserToken, authentication, context);
}

/**
 * The person's answer on the consent page. Saying it twice, or in two windows, has the effect of saying it once:
 * the code follows from the request, so that every answer leads to the same place.
 * @param scopes the optional scopes that were ticked; required ones need not be named
 * @param offered the scopes that the page offered as optional
 */
export async function answerConsent(
  {
    requestId,
    browserToken,
    authentication,
    answer,
    scopes,
    offered,
  }: {
    requestId: string;
    browserToken: string;
    authentication: Authentication | null;
    answer: "allow" | "deny";
    scopes: string[];
    offered: string[];
  },
  context: OAuthContext,
): Promise<Response> {
  const pending = await findPending(requestId, browserToken, authentication, context);
  if (pending === null) return toPage("/consent", requestId, context);
  if (pending.request.answer !== null) return await repeatAnswer(pending, requestId, authentication, context);
  const { client, request, decision } = pending;
  if (answer === "deny") {
    const isFirst = await context.store.answerAuthorizationRequest(request.idHash, { answer, now: context.now() });
    if (!isFirst) return await repeatLater(requestId, browserToken, authentication, context);
    return sendDenial(client, request, authentication, context);
  }
  if (decision.kind === "login" || authentication === null) return toPage("/login", requestId, context);
  if (decision.kind === "choose") return toPage("/choose", requestId, context);
  if (decision.kind === "error") return answerWithError(decision, client, request, context);
  const asked = listAskedScopes(request, client);
  const isOptional = (name: string) => client.optionalScopes.includes(name);
  // Left out, and required since the page was made: nobody allowed that, so the page is shown anew.
  if (asked.some((name) => offered.includes(name) && !scopes.includes(name) && !isOptional(name)))
    return toPage("/consent", requestId, context);
  const isAllowed = (name: string) => !isOptional(name) || scopes.includes(name);
  const allowed = asked.filter(isAllowed);
  const declinedScopes = asked.filter((name) => !isAllowed(name));
  const consent: Consent = {
    userId: authentication.userId,
    clientId: client.clientId,
    scopes: allowed.map((name) => ({ name, grantedAt: context.now() })),
    // The page named both: the APIs that the request names, and those of what was allowed.
    resources: [...new Set([...listAskedResources(request, context.issuer), ...(await listApis(allowed, context))])],
    declinedScopes,
  };
  const kept = (pending.consent?.scopes ?? []).map(({ name }) => name).filter((name) => !declinedScopes.includes(name));
  const stillAllowed = [...consent.resources, ...(await listApis(kept, context))];
  const withdrawn = (await listApis(declinedScopes, context)).filter(
    (identifier) => !stillAllowed.includes(identifier),
  );
  return await allow(pending, requestId, authentication, { scopes: allowed, consent, withdrawn }, context);
}

/** The APIs that these scopes belong to; userinfo is not one. */
async function listApis(scopeNames: string[], context: OAuthContext): Promise<string[]> {
  const scopes = await context.store.findScopes(scopeNames);
  const identifiers = scopes.map((scope) => getResourceOfScope(scope, context.issuer));
  return [...new Set(identifiers)].filter((identifier) => identifier !== context.issuer);
}

async function findPending(
  requestId: string,
  browserToken: string,
  authentication: Authentication | null,
  context: OAuthContext,
): Promise<Pending | null> {
  const found = await context.store.findAuthorizationRequest(hashSecret(requestId));
  // A request belongs to the browser that brought it: nobody can be sent to answer another's.
  if (found === null || !equalInConstantTime(found.browserHash, hashSecret(browserToken))) return null;
  const client = await context.store.findClient(found.clientId);
  if (client === null || client.suspendedAt !== null) return null;
  // An address that was taken off the list meanwhile gets no answer any more.
  if (findRegisteredRedirectUri(client, found.redirectUri) === null) return null;
  const now = context.now();
  const wasExpired = found.answer === null && found.expiresAt <= now;
  const expiresAt = wasExpired ? new Date(now.getTime() + REQUEST_TTL * 1000) : found.expiresAt;
  if (wasExpired) await context.store.renewAuthorizationRequest(found.idHash, expiresAt);
  const request = { ...found, expiresAt };
  const consent = authentication && (await context.store.findConsent(authentication.userId, client.clientId));
  const subject = authentication && subjectFor(client, authentication.userId, context);
  const situation = { client, issuer: context.issuer, params: request, authentication, subject, consent, now };
  const { createdAt: requestedAt, chosenSessionId } = request;
  const decision = decide({ ...situation, requestedAt, chosenSessionId });
  return { request, client, consent, decision, wasExpired };
}

async function allow(
  { request, client }: Pending,
  requestId: string,
  authentication: Authentication,
  given: { scopes: string[]; consent: Consent | null; withdrawn: string[] },
  context: OAuthContext,
): Promise<Response> {
  const code = deriveCode(requestId, context);
  const rows = prepareCode(code, request, authentication, given.scopes, context);
  const isFirst = await context.store.answerAuthorizationRequest(request.idHash, {
    answer: "allow",
    now: context.now(),
    consent: given.consent,
    withdrawn: {
      claims: listClaimsOfScopes(given.consent?.declinedScopes ?? []),
      resources: given.withdrawn,
    },
    ...rows,
  });
  if (isFirst) {
    recordAllowed({ client, params: request }, authentication.userId, rows.grant.scopes, null, context);
    return await answerAllowed({ code, grant: rows.grant, client, params: request }, context);
  }
  // Answered in between: what was answered first counts.
  const answered = await context.store.findAuthorizationRequest(request.idHash);
  if (answered === null) return toPage("/consent", requestId, context);
  return await repeatAnswer({ request: answered, client }, requestId, authentication, context);
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
  if (request.answer === "deny") return answerWithError(DENIED, client, request, context);
  const code = deriveCode(requestId, context);
  const found = await context.store.findAuthorizationCode(hashSecret(code));
  const isUsable =
    found !== null &&
    found.code.consumedAt === null &&
    found.code.expiresAt > context.now() &&
    found.grant.revokedAt === null &&
    found.grant.userId === authentication?.userId;
  if (!isUsable) return toPage("/consent", requestId, context);
  return await answerAllowed({ code, grant: found.grant, client, params: request }, context);
}

const DENIED = {
  code: "access_denied",
  cause: "person_denied",
  description: "The person did not allow it",
} as const;

function sendDenial(
  client: Client,
  request: AuthorizationRequest,
  authentication: Authentication | null,
  context: OAuthContext,
): Response {
  recordRefused(client, authentication, DENIED, context);
  return answerWithError(DENIED, client, request, context);
}

function recordRefused(
  client: Client,
  authentication: Authentication | null,
  error: { code: string; cause: RefusalCause; description: string },
  context: OAuthContext,
): void {
  const isDenial = error.code === DENIED.code;
  context.record(
    {
      type: isDenial ? "authorize.denied" : "authorize.refused",
      outcome: "refused",
      clientId: client.clientId,
      userId: authentication?.userId ?? null,
      data: { error: error.code, description: error.description, cause: error.cause },
    },
    null,
  );
}

function toPage(page: "/login" | "/choose" | "/consent", requestId: string, context: OAuthContext): Response {
  return seeOther(`${context.issuer}${page}?request=${encodeURIComponent(requestId)}`);
}

function deriveCode(requestId: string, context: OAuthContext): string {
  return AUTHORIZATION_CODE_PREFIX + context.derive("authorization-code", requestId);
}
