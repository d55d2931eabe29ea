import type { OAuthContext } from "../context";
import { AuthorizationError, describeRefusal, OAuthError } from "../errors";
import type { AuthorizationRequest, Client } from "../model";
import { MAX_QUERY_LENGTH, type Params, parseParams, readFormParams, readQueryParams } from "../params";
import { findRegisteredRedirectUri } from "../redirect-target";
import { isReviewedHost } from "../register/review";
import { subjectFor } from "../subject";
import { AUTHORIZATION_CODE_PREFIX, hashSecret, newSecret } from "../tokens";
import { answerAllowed } from "./answer";
import { type Decision, decide } from "./decide";
import { prepareCode } from "./issue-code";
import { requireRoom } from "./limits";
import { type ParsedRequest, parseAuthorizationRequest } from "./parse-request";
import { answerWithError, seeOther, toWayBack } from "./respond";

/**
 * How long a request waits for a person who is not signed in, in seconds. A page that was open for longer goes on with
 * the same request, for as long again; then the sweep takes it, since anybody can bring such a request about.
 */
export const REQUEST_TTL = 30 * 60;

/** How long it waits for somebody who is signed in, in seconds: for their answer to the app, and nothing else. */
export const SIGNED_IN_REQUEST_TTL = 24 * 3600;

/** How long it waits, in seconds: its page can be reloaded in that time. */
const POSTED_TTL = 600;

/** Too many parameters are an error that goes to the client, so that the first ones are read. */
const asFarAs = { mayBeCut: true };

/** Names a request that waits, in the address that takes over from its POST. */
const POSTED = "portico_posted";

/**
 * The authorization endpoint. Answers with a redirect to a page of the portal, with the client's answer, or, when
 * there is nobody whom a redirect could be trusted to, with an error page.
 * @see RFC 6749 §4.1.1, OIDC Core §3.1.2
 */
export async function handleAuthorizeRequest(request: Request, context: OAuthContext): Promise<Response> {
  try {
    if (request.method === "POST") return await continueByGet(await readFormParams(request, asFarAs), request, context);
    return await authorize(await readQuery(request, context), request, context);
  } catch (error) {
    if (error instanceof OAuthError) return await refuse(error, request, context);
    throw error;
  }
}

// OIDC Core §3.1.2.1: GET and POST are equal. A POST from the client's site brings no SameSite=Lax cookie,
// the GET that follows it does.
async function continueByGet(params: Params, request: Request, context: OAuthContext): Promise<Response> {
  const address = `${context.issuer}/oauth/authorize`;
  if (!params.isCut && params.length <= MAX_QUERY_LENGTH) {
    const query = params.toQuery();
    if (query.length <= MAX_QUERY_LENGTH) return seeOther(`${address}?${query}`);
  }
  // Counted first: so long a request costs something also when it is refused.
  await requireRoom("posted_request", request, context);
  // Only what a registered client may ask is kept: nobody can fill the store with anything else.
  await parseAuthorizationRequest(params, request, context);
  const query = params.toQuery();
  const id = newSecret("", context);
  const expiresAt = new Date(context.now().getTime() + POSTED_TTL * 1000);
  await context.store.createPostedRequest({ idHash: hashSecret(id), query, expiresAt });
  return seeOther(`${address}?${POSTED}=${id}`);
}

async function readQuery(request: Request, context: OAuthContext): Promise<Params> {
  const params = readQueryParams(request, asFarAs);
  const id = params.get(POSTED);
  if (id === null) return params;
  const query = await context.store.findPostedRequest(hashSecret(id), context.now());
  if (query === null)
    throw new OAuthError("invalid_request", "This request has expired: start again from the app", {
      cause: "request_expired",
    });
  return parseParams(query);
}

async function authorize(query: Params, request: Request, context: OAuthContext): Promise<Response> {
  const parsed = await parseAuthorizationRequest(query, request, context);
  const { client, params } = parsed;
  const known = await context.authenticateFor(request, client.clientId);
  const { authentication, consent } = known ?? { authentication: null, consent: null };
  const subject = authentication && subjectFor(client, authentication.userId, context);
  const decision = decide({
    client,
    issuer: context.issuer,
    params,
    authentication,
    subject,
    consent,
    requestedAt: null,
    chosenSessionId: null,
    now: context.now(),
  });
  if (decision.kind === "error") {
    const { code, description, cause } = decision;
    throw new AuthorizationError(code, description, params, { cause, clientId: client.clientId });
  }
  if (decision.kind === "redirect" && authentication !== null) {
    const code = newSecret(AUTHORIZATION_CODE_PREFIX, context);
    const rows = prepareCode(code, params, authentication, decision.scopes, context);
    await context.store.createAuthorizationCode(rows.grant, rows.code);
    recordAllowed(parsed, authentication.userId, rows.grant.scopes, request, context);
    return await answerAllowed({ code, grant: rows.grant, client, params }, context);
  }
  const isSignedIn = authentication !== null;
  return await wait(parsed, { page: pageOf(decision), isSignedIn }, request, context);
}

/** The page of the portal where a request waits. */
export function pageOf({ kind }: Decision): "/login" | "/choose" | "/consent" {
  if (kind === "consent") return "/consent";
  return kind === "choose" ? "/choose" : "/login";
}

async function wait(
  parsed: ParsedRequest,
  { page, isSignedIn }: { page: string; isSignedIn: boolean },
  request: Request,
  context: OAuthContext,
): Promise<Response> {
  await requireRoom("waiting_request", request, context);
  const id = newSecret("", context);
  const browser = context.browser(request);
  const now = context.now();
  const row: AuthorizationRequest = {
    ...parsed.params,
    idHash: hashSecret(id),
    browserHash: hashSecret(browser.token),
    createdAt: now,
    expiresAt: new Date(now.getTime() + (isSignedIn ? SIGNED_IN_REQUEST_TTL : REQUEST_TTL) * 1000),
    consumedAt: null,
    answer: null,
    chosenSessionId: null,
  };
  await context.store.createAuthorizationRequest(row);
  return seeOther(`${context.issuer}${page}?request=${id}`, browser.setCookie);
}

async function refuse(error: OAuthError, request: Request, context: OAuthContext): Promise<Response> {
  const { clientId, values, retryAfter } = error.detail;
  // Not filed: what a limit keeps out must not fill the log instead.
  if (retryAfter !== undefined) return context.pages.renderLimited({ seconds: retryAfter, request });
  context.record(
    {
      type: "authorize.refused",
      outcome: "refused",
      clientId: clientId ?? null,
      data: describeRefusal(error),
    },
    request,
  );
  const client = clientId === undefined ? null : await context.store.findClient(clientId);
  if (error instanceof AuthorizationError && client && (await mayRedirect(error, client, request, context))) {
    return answerWithError(error, client, error.target, context);
  }
  // RFC 6749 §4.1.2.1: without a trusted redirect_uri the person is told, and never redirected.
  return await context.pages.renderError({
    status: error.status,
    cause: error.detail.cause,
    error: error.code,
    description: error.description,
    client,
    receivedRedirectUri: values?.receivedRedirectUri ?? null,
    wayBack: error instanceof AuthorizationError ? toWayBack(error, error.target, context) : null,
    request,
  });
}

/**
 * Whether an error goes to the client at once. Anybody can register an app and then send people links of this portal that
 * end, by a mistake in them, at an address of their own. So a person who is not signed in is told first where they would
 * go, unless somebody looked at the app, or it asked to be answered without a page.
 * @see RFC 9700 §4.11.2; OIDC Core §3.1.2.1 (prompt=none)
 */
async function mayRedirect(
  { target }: AuthorizationError,
  client: Client,
  request: Request,
  context: OAuthContext,
): Promise<boolean> {
  if (target.prompt.includes("none")) return true;
  const wasLookedAt = client.isTrusted || client.status === "verified";
  if (wasLookedAt && isReviewedHost(client, target.redirectUri)) return true;
  return (await context.authenticate(request)) !== null;
}

/** Files that a client got a code. `redirectUri` is the registered form, so that its last use can be told. */
export function recordAllowed(
  { client, params }: ParsedRequest,
  userId: string,
  scopes: string[],
  request: Request | null,
  context: OAuthContext,
): void {
  const redirectUri = findRegisteredRedirectUri(client, params.redirectUri);
  context.record(
    {
      type: "authorize.allowed",
      outcome: "ok",
      clientId: client.clientId,
      userId,
      // OAuth 2.1 §7.5.1: what binds the code to the browser that asked for it. With neither, its developers are told.
      data: {
        redirectUri,
        scopes: scopes.join(" "),
        ...(params.resources.length > 0 && { resources: params.resources.join(" ") }),
        pkce: params.codeChallenge !== null,
        nonce: params.nonce !== null,
      },
    },
    request,
  );
}
