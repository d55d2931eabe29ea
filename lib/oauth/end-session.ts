import { seeOther } from "./authorize/respond";
import type { OAuthContext } from "./context";
import { OAuthError } from "./errors";
import { leaveSession } from "./logout/leave-session";
import type { Client } from "./model";
import { findOwnJwtPayload } from "./own-jwt";
import { type Params, readFormParams, readQueryParams } from "./params";
import { appendToUri } from "./redirect-target";
import { subjectFor } from "./subject";

interface Hint {
  client: Client;
  /** as the client knows the person */
  sub: string;
}

/**
 * The logout endpoint. With an ID token of the person who is signed in, the session ends without a question and the
 * browser goes to the client's registered address. Without, it goes to the portal's own page, which asks.
 * @see OpenID Connect RP-Initiated Logout §2, §3
 */
export async function handleEndSessionRequest(request: Request, context: OAuthContext): Promise<Response> {
  if (request.method === "POST") {
    // A POST from the client's site brings no SameSite=Lax cookie; the GET that follows it does.
    const params = await readFormParams(request);
    return seeOther(`${context.issuer}/oauth/end-session?${params.toQuery()}`);
  }
  const params = readQueryParams(request);
  params.refuseRepeated();
  const hint = await findHint(params, context);
  const authentication = await context.authenticate(request);
  const isOwn =
    hint !== null && (authentication === null || subjectFor(hint.client, authentication.userId, context) === hint.sub);
  // RP-Initiated Logout §2: without a hint for this very person, they are asked, and never redirected.
  if (!isOwn) return seeOther(`${context.issuer}/logout`);
  const target = findTarget(params, hint.client) ?? `${context.issuer}/logout`;
  if (authentication === null) return seeOther(target);
  const { clientId } = hint.client;
  const event = { type: "session.ended", outcome: "ok", clientId, userId: authentication.userId } as const;
  context.record({ ...event, data: { by: "client" } }, request);
  return await leaveSession(authentication.sessionId, target, context);
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

function findTarget(params: Params, client: Client): string | null {
  const uri = params.get("post_logout_redirect_uri");
  if (uri === null) return null;
  // RP-Initiated Logout §3: it MUST be one of the registered values, exactly.
  if (!client.postLogoutRedirectUris.includes(uri)) {
    throw new OAuthError("invalid_request", "post_logout_redirect_uri is not registered for this client", {
      cause: "post_logout_redirect_uri_unregistered",
      clientId: client.clientId,
      values: { receivedRedirectUri: uri },
    });
  }
  const state = params.get("state");
  return appendToUri(uri, state === null ? [] : [["state", state]]);
}
