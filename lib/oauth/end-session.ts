import { seeOther } from "./authorize/respond";
import type { OAuthContext } from "./context";
import { OAuthError } from "./errors";
import { leaveSession } from "./logout/leave-session";
import { getPostLogoutTarget } from "./logout/post-logout-target";
import type { Client } from "./model";
import { findOwnJwtPayload } from "./own-jwt";
import { MAX_QUERY_LENGTH, type Params, readFormParams, readQueryParams } from "./params";
import { appendToUri } from "./redirect-target";
import { subjectFor } from "./subject";

interface Hint {
  client: Client;
  /** as the client knows the person */
  sub: string;
}

/**
 * The logout endpoint. With an ID token of the person who is signed in, the session ends without a question and the
 * browser goes to the client's registered address. Without, it goes to the portal's own page, which asks; once the person
 * has said yes, that page leads to the registered address of the client too.
 * @see OpenID Connect RP-Initiated Logout §2, §3
 */
export async function handleEndSessionRequest(request: Request, context: OAuthContext): Promise<Response> {
  if (request.method === "POST") {
    // A POST from the client's site brings no SameSite=Lax cookie; the GET that follows it does.
    const query = (await readFormParams(request)).toQuery();
    if (query.length > MAX_QUERY_LENGTH) throw tooLong();
    return seeOther(`${context.issuer}/oauth/end-session?${query}`);
  }
  const params = readQueryParams(request);
  params.refuseRepeated();
  const hint = await findHint(params, context);
  const authentication = await context.authenticate(request);
  const isOwn =
    hint !== null && (authentication === null || subjectFor(hint.client, authentication.userId, context) === hint.sub);
  // RP-Initiated Logout §2: without a hint for this very person, they are asked, and never redirected before that.
  if (!isOwn) return seeOther(await toLogoutPage(params, hint, context));
  const target = getPostLogoutTarget(params, hint.client) ?? `${context.issuer}/logout`;
  if (authentication === null) return seeOther(target);
  const { clientId } = hint.client;
  const event = { type: "session.ended", outcome: "ok", clientId, userId: authentication.userId } as const;
  context.record({ ...event, data: { by: "client" } }, request);
  return await leaveSession(authentication.sessionId, target, context);
}

function tooLong(): OAuthError {
  const description = `The request must not be over ${MAX_QUERY_LENGTH} characters`;
  return new OAuthError("invalid_request", description, { cause: "body_too_large", status: 413 });
}

/** The page that asks, with the way back to the client where there is one. */
async function toLogoutPage(params: Params, hint: Hint | null, context: OAuthContext): Promise<string> {
  const page = `${context.issuer}/logout`;
  const client = hint?.client ?? (await findNamedClient(params, context));
  if (client === null || getPostLogoutTarget(params, client) === null) return page;
  const kept = ["post_logout_redirect_uri", "state"].flatMap((name): [string, string][] => {
    const value = params.get(name);
    return value === null ? [] : [[name, value]];
  });
  return appendToUri(page, [["client_id", client.clientId], ...kept]);
}

async function findNamedClient(params: Params, context: OAuthContext): Promise<Client | null> {
  const clientId = params.get("client_id");
  if (clientId === null || (await isOfAnother(clientId, params, context))) return null;
  const client = await context.store.findClient(clientId);
  return client === null || client.suspendedAt !== null ? null : client;
}

// RP-Initiated Logout §2: client_id MUST be the one the ID token was issued to; else nobody knows which of them is meant.
async function isOfAnother(clientId: string, params: Params, context: OAuthContext): Promise<boolean> {
  const idToken = params.get("id_token_hint");
  const payload = idToken === null ? null : await findOwnJwtPayload(idToken, "JWT", context);
  return payload !== null && ![payload.aud ?? []].flat().includes(clientId);
}

async function findHint(params: Params, context: OAuthContext): Promise<Hint | null> {
  const idToken = params.get("id_token_hint");
  // RP-Initiated Logout §2: expired ID tokens are accepted.
  const payload = idToken === null ? null : await findOwnJwtPayload(idToken, "JWT", context);
  if (typeof payload?.sub !== "string") return null;
  const [audience] = [payload.aud ?? []].flat();
  const clientId = params.get("client_id");
  // RP-Initiated Logout §2: client_id MUST be the one the ID token was issued to.
  if (audience === undefined || (clientId !== null && clientId !== audience)) return null;
  const client = await context.store.findClient(audience);
  return client === null || client.suspendedAt !== null ? null : { client, sub: payload.sub };
}
