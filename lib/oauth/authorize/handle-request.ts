import { isReviewedHost } from "../client/review";
import { AuthorizationError, describeRefusal, OAuthError } from "../errors";
import type { ServerContext } from "../feature";
import type { Client } from "../model";
import { AUTHORIZATION_CODE_PREFIX, hashSecret, newSecret } from "../secrets";
import { subjectFor } from "../tokens/subject";
import { MAX_QUERY_LENGTH, type Params, parseParams, readFormParams, readQueryParams } from "../wire/params";
import { seeOther } from "../wire/see-other";
import { answerAllowed, recordAllowed } from "./answer";
import { liveConsent } from "./consent-lifetime";
import { decide } from "./decide";
import { prepareCode } from "./issue-code";
import { requireRoom } from "./limits";
import { type ParsedRequest, parseAuthorizationRequest } from "./parse-request";
import { keepWaiting, pageOf } from "./pending-request";
import { answerWithError, toWayBack } from "./respond";

/** Where the authorization endpoint is, below the issuer. */
export const AUTHORIZATION_PATH = "/oauth/authorize";

/** How long a posted request is kept, in seconds: its page can be reloaded in that time. */
const POSTED_TTL = 600;

/** The error for too many parameters goes to the client, so the first parameters must be read to find it. */
const asFarAs = { mayBeCut: true };

/** The parameter that names a stored request in the address that the POST redirects to. */
const POSTED = "portico_posted";

/**
 * The authorization endpoint. It redirects to a page of the portal, sends the client its answer, or shows an error page
 * when no redirect can be trusted.
 * @see RFC 6749 §4.1.1, OIDC Core §3.1.2
 */
export async function handleAuthorizeRequest(request: Request, context: ServerContext): Promise<Response> {
  try {
    if (request.method === "POST") return await continueByGet(await readFormParams(request, asFarAs), request, context);
    return await authorize(await readQuery(request, context), request, context);
  } catch (error) {
    if (error instanceof OAuthError) return await refuse(error, request, context);
    throw error;
  }
}

// OIDC Core §3.1.2.1: GET and POST are equal. A POST from the client's site carries no SameSite=Lax cookie, but the GET
// that follows it does.
async function continueByGet(params: Params, request: Request, context: ServerContext): Promise<Response> {
  const address = context.issuer + AUTHORIZATION_PATH;
  if (!params.isCut && params.length <= MAX_QUERY_LENGTH) {
    const query = params.toQuery();
    if (query.length <= MAX_QUERY_LENGTH) return seeOther(`${address}?${query}`);
  }
  // Counted first, because such a long request costs something even when it is refused.
  await requireRoom("posted_request", request, context);
  // Only a request that a registered client may send is stored, so nobody can fill the store with anything else.
  await parseAuthorizationRequest(params, request, context);
  const query = params.toQuery();
  const id = newSecret("", context);
  const expiresAt = new Date(context.now().getTime() + POSTED_TTL * 1000);
  await context.store.createPostedRequest({ idHash: hashSecret(id), query, expiresAt });
  return seeOther(`${address}?${POSTED}=${id}`);
}

async function readQuery(request: Request, context: ServerContext): Promise<Params> {
  const params = readQueryParams(request, asFarAs);
  const id = params.get(POSTED);
  if (id === null) return params;
  const query = await context.store.findPostedRequest(hashSecret(id), context.now());
  if (query === null)
    throw new OAuthError("invalid_request", "This authorization request has expired: start again in the app", {
      cause: "request_expired",
    });
  return parseParams(query);
}

async function authorize(query: Params, request: Request, context: ServerContext): Promise<Response> {
  return await answer(await parseAuthorizationRequest(query, request, context), request, context);
}

async function answer(parsed: ParsedRequest, request: Request, context: ServerContext): Promise<Response> {
  const { client, params, uiLocales } = parsed;
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
    const expiresAt = liveConsent(consent, context.now())?.expiresAt ?? null;
    const rows = prepareCode(code, params, authentication, { scopes: decision.scopes, expiresAt }, context);
    const isStored = await context.store.createAuthorizationCode(rows.grant, rows.code, decision.needed);
    // The person took the consent back while this was decided: decide again, without it.
    if (!isStored) return await answer(parsed, request, context);
    recordAllowed(parsed, rows.grant, request, context);
    const reader = { request, uiLocales, locale: authentication.locale };
    return await answerAllowed({ code, grant: rows.grant, client, params }, reader, context);
  }
  const isSignedIn = authentication !== null;
  return await keepWaiting(params, { page: pageOf(decision), isSignedIn, uiLocales }, request, context);
}

async function refuse(error: OAuthError, request: Request, context: ServerContext): Promise<Response> {
  const { clientId, values, retryAfter } = error.detail;
  // Not recorded: a request that a limit keeps out must not fill the log instead.
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
    return answerWithError(error, client, error.target, { request, uiLocales: null, locale: null }, context);
  }
  // RFC 6749 §4.1.2.1: without a trusted redirect_uri, the person sees the error and is never redirected.
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
 * Whether the error goes to the client at once. Anybody can register an app, put a mistake in a link to this portal,
 * and so bounce people to an address of their own. So a person who is not signed in first sees where they would go,
 * unless an administrator reviewed the app or the request forbids pages.
 * @see RFC 9700 §4.11.2; OIDC Core §3.1.2.1 (prompt=none)
 */
async function mayRedirect(
  { target }: AuthorizationError,
  client: Client,
  request: Request,
  context: ServerContext,
): Promise<boolean> {
  if (target.prompt.includes("none")) return true;
  const wasLookedAt = client.isTrusted || client.status === "verified";
  if (wasLookedAt && isReviewedHost(client, target.redirectUri)) return true;
  return (await context.authenticate(request)) !== null;
}
