import { findRegisteredRedirectUri } from "../client/redirect-target";
import { carriesTokens, hasPart } from "../client/response-types";
import type { OAuthContext, Reader } from "../context";
import { createSessionState } from "../logout/session-state";
import type { AuthorizationParams, Client, Grant } from "../model";
import { pickAudience } from "../token/audience";
import { accessTokenExpiresIn, prepareAccessToken, writeAccessToken } from "../token/issue";
import { earlierEnd } from "../tokens/grant-end";
import { createIdToken } from "../tokens/id-token";
import { selectAllowedScopes, toScopeValue } from "../tokens/scopes";
import type { ParsedRequest } from "./parse-request";
import { answerWithCode, answerWithFields } from "./respond";

/**
 * Sends the client what its response type asks for: the code and, where the operator still allows it, tokens.
 * @see RFC 6749 §4.1.2, OIDC Core §3.2.2.5, §3.3.2.5
 */
export async function answerAllowed(
  { code, grant, client, params }: { code: string; grant: Grant; client: Client; params: AuthorizationParams },
  reader: Reader | null,
  context: OAuthContext,
): Promise<Response> {
  const { responseType } = params;
  const state = describeSession({ code, grant, params }, context);
  if (!carriesTokens(responseType)) return answerWithCode([["code", code], ...state], client, params, reader, context);
  const fields: [string, string][] = hasPart(responseType, "code") ? [["code", code]] : [];
  const token = hasPart(responseType, "token") ? await issueAccessToken(client, grant, context) : null;
  if (token) fields.push(...token.fields);
  if (hasPart(responseType, "id_token")) {
    const subject = await context.store.findSubject(grant.userId);
    if (subject === null) throw new Error("A grant without its person");
    const given = {
      client,
      grant,
      scopes: grant.scopes,
      subject,
      nonce: params.nonce,
      accessToken: token?.value ?? null,
    };
    // OIDC Core §3.3.2.11: an ID token that travels with a code holds the hash of that code.
    const bound = hasPart(responseType, "code") ? { ...given, code } : given;
    fields.push(["id_token", await createIdToken(bound, context)]);
  }
  return answerWithFields([...fields, ...state], client, params, reader, context);
}

// OpenID Connect Session Management §2: every successful OpenID Connect answer carries session_state.
function describeSession(
  { code, grant, params }: { code: string; grant: Grant; params: AuthorizationParams },
  context: OAuthContext,
): [string, string][] {
  const { sessionId, clientId, scopes } = grant;
  // Only a web page can put the portal in a frame and ask it.
  const isPage = /^https?:/i.test(params.redirectUri);
  if (sessionId === null || !isPage || !scopes.includes("openid")) return [];
  return [
    ["session_state", createSessionState({ clientId, redirectUri: params.redirectUri, sessionId, code }, context)],
  ];
}

async function issueAccessToken(
  client: Client,
  grant: Grant,
  context: OAuthContext,
): Promise<{ value: string; fields: [string, string][] }> {
  // OIDC Core §11: this way brings no refresh token and no offline access.
  const names = grant.scopes.filter((name) => name !== "offline_access");
  const scopes = selectAllowedScopes(names, client, await context.store.findScopes(names));
  const audience = await pickAudience({ client, scopes, requested: [], granted: grant.resources }, context);
  const accessToken = await prepareAccessToken(audience, context);
  const { grantId, clientId, userId } = grant;
  const expiresAt = earlierEnd(accessToken.row.expiresAt, grant);
  await context.store.createAccessToken({ ...accessToken.row, expiresAt, grantId, clientId, userId });
  const value = await writeAccessToken(accessToken, { client, grant, audience }, context);
  return {
    value,
    fields: [
      ["access_token", value],
      ["token_type", "Bearer"],
      ["expires_in", String(accessTokenExpiresIn(accessToken, grant))],
      ["scope", toScopeValue(audience.scopes)],
    ],
  };
}

/**
 * Records that a client got a code. `redirectUri` is the registered form, so that the console can show when it was last
 * used.
 */
export function recordAllowed(
  { client, params }: Pick<ParsedRequest, "client" | "params">,
  { grantId, userId, scopes }: Grant,
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
      // OAuth 2.1 §7.5.1: what binds the code to the browser that asked for it. Developers are warned when neither
      // does.
      data: {
        grantId,
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
