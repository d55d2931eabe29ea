import type { JWTPayload } from "jose";
import { appendToUri } from "../client/redirect-target";
import type { OAuthContext } from "../context";
import { OAuthError } from "../errors";
import type { Feature } from "../feature";
import type { Client } from "../model";
import { findOwnJwtPayload, readClaimedAudience } from "../tokens/own-jwt";
import { subjectFor } from "../tokens/subject";
import { MAX_QUERY_LENGTH, type Params, readFormParams, readQueryParams } from "../wire/params";
import { seeOther } from "../wire/see-other";
import { leaveSession } from "./leave-session";
import { getPostLogoutTarget } from "./post-logout-target";

const PATH = "/oauth/end-session";

interface Hint {
  client: Client;
  /** as the client knows the person */
  sub: string;
}

/**
 * The logout endpoint. With an ID token of the signed-in person, it ends the session without a question and sends the
 * browser to the client's registered address. Without one, it sends the browser to the portal's own page, which asks
 * first; after a yes, that page also leads to the client's registered address.
 * @see OpenID Connect RP-Initiated Logout §2, §3
 */
export async function handleEndSessionRequest(request: Request, context: OAuthContext): Promise<Response> {
  if (request.method === "POST") {
    // A POST from the client's site carries no SameSite=Lax cookie; the GET that follows it does.
    const query = (await readFormParams(request)).toQuery();
    if (query.length > MAX_QUERY_LENGTH) throw tooLong();
    return seeOther(`${context.issuer}${PATH}?${query}`);
  }
  const params = readQueryParams(request);
  params.refuseRepeated();
  const hinted = await readHint(params, request, context);
  const hint = await findHint(params, hinted, context);
  const authentication = await context.authenticate(request);
  const isOwn =
    hint !== null && (authentication === null || subjectFor(hint.client, authentication.userId, context) === hint.sub);
  // RP-Initiated Logout §2: without a hint for the signed-in person, ask that person, and redirect only after their
  // answer.
  const uiLocales = params.get("ui_locales");
  const kept = context.keepUiLocales(uiLocales, request);
  if (!isOwn) return seeOther(await toLogoutPage(params, hinted, hint, context), [kept]);
  const target = getPostLogoutTarget(params, hint.client) ?? `${context.issuer}/logout`;
  if (authentication === null) return seeOther(target, [kept]);
  const { clientId } = hint.client;
  const event = { type: "session.ended", outcome: "ok", clientId, userId: authentication.userId } as const;
  context.record({ ...event, data: { by: "client" } }, request);
  const reader = { request, uiLocales, locale: authentication.locale };
  const response = await leaveSession(authentication.sessionId, target, reader, context);
  if (kept !== null) response.headers.append("set-cookie", kept);
  return response;
}

function tooLong(): OAuthError {
  const description = `The request must not be longer than ${MAX_QUERY_LENGTH} characters`;
  return new OAuthError("invalid_request", description, { cause: "body_too_large", status: 413 });
}

/** The page that asks, with the way back to the client where there is one. */
async function toLogoutPage(
  params: Params,
  hinted: JWTPayload | null,
  hint: Hint | null,
  context: OAuthContext,
): Promise<string> {
  const page = `${context.issuer}/logout`;
  const client = hint?.client ?? (await findNamedClient(params, hinted, context));
  if (client === null || getPostLogoutTarget(params, client) === null) return page;
  const kept = ["post_logout_redirect_uri", "state"].flatMap((name): [string, string][] => {
    const value = params.get(name);
    return value === null ? [] : [[name, value]];
  });
  return appendToUri(page, [["client_id", client.clientId], ...kept]);
}

async function findNamedClient(
  params: Params,
  hinted: JWTPayload | null,
  context: OAuthContext,
): Promise<Client | null> {
  const clientId = params.get("client_id");
  if (clientId === null) return null;
  // RP-Initiated Logout §2: client_id MUST be the one the ID token was issued to; otherwise it is unclear which client
  // is meant.
  if (hinted !== null && ![hinted.aud ?? []].flat().includes(clientId)) return null;
  const client = await context.store.findClient(clientId);
  return client === null || client.suspendedAt !== null ? null : client;
}

/** The claims of the ID token that came as a hint; null: there is none, or this server did not issue it. */
async function readHint(params: Params, request: Request, context: OAuthContext): Promise<JWTPayload | null> {
  const idToken = params.get("id_token_hint");
  if (idToken === null) return null;
  const claimed = readClaimedAudience(idToken);
  const client = claimed === null ? null : await context.store.findClient(claimed);
  const check = () => findOwnJwtPayload(idToken, "JWT", context);
  return await context.signatureChecks.run(request, client?.clientId ?? null, check);
}

// RP-Initiated Logout §2: expired ID tokens are accepted.
async function findHint(params: Params, payload: JWTPayload | null, context: OAuthContext): Promise<Hint | null> {
  if (typeof payload?.sub !== "string") return null;
  const [audience] = [payload.aud ?? []].flat();
  const clientId = params.get("client_id");
  // RP-Initiated Logout §2: client_id MUST be the one the ID token was issued to.
  if (audience === undefined || (clientId !== null && clientId !== audience)) return null;
  const client = await context.store.findClient(audience);
  return client === null || client.suspendedAt !== null ? null : { client, sub: payload.sub };
}

export const endSession = {
  endpoints: [
    {
      name: "end-session",
      path: PATH,
      metadataMember: "end_session_endpoint",
      methods: ["GET", "POST"],
      isCrossOrigin: false,
      errors: "page",
      browserSteps: ["refuse-prefetch", "move-to-own-address"],
      handle: handleEndSessionRequest,
    },
  ],
  metadata: () => ({
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
  }),
} as const satisfies Feature;
