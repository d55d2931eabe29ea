import type { OAuthContext } from "../context";
import { createIdToken } from "../id-token";
import { createSessionState } from "../logout/session-state";
import type { AuthorizationParams, Client, Grant } from "../model";
import { selectAllowedScopes, toScopeValue } from "../scopes";
import { pickAudience } from "../token/audience";
import { prepareAccessToken, writeAccessToken } from "../token/issue";
import { answerWithCode, answerWithFields } from "./respond";
import { carriesTokens, hasPart } from "./response-types";

/**
 * Sends the client what its response type asks for: the code, and where the operator allows that still, tokens.
 * @see RFC 6749 §4.1.2, OIDC Core §3.2.2.5, §3.3.2.5
 */
export async function answerAllowed(
  { code, grant, client, params }: { code: string; grant: Grant; client: Client; params: AuthorizationParams },
  context: OAuthContext,
): Promise<Response> {
  const { responseType } = params;
  const state = describeSession({ code, grant, params }, context);
  if (!carriesTokens(responseType)) return answerWithCode([["code", code], ...state], client, params, context);
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
    // OIDC Core §3.3.2.11: with a code beside it, the ID token holds its hash.
    const bound = hasPart(responseType, "code") ? { ...given, code } : given;
    fields.push(["id_token", await createIdToken(bound, context)]);
  }
  return answerWithFields([...fields, ...state], client, params, context);
}

// OpenID Connect Session Management §2: session_state goes with every successful answer of OpenID Connect.
function describeSession(
  { code, grant, params }: { code: string; grant: Grant; params: AuthorizationParams },
  context: OAuthContext,
): [string, string][] {
  const { sessionId, clientId, scopes } = grant;
  // Only a page can frame the portal and ask.
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
  // OIDC Core §11: no refresh token comes this way, and no offline access.
  const names = grant.scopes.filter((name) => name !== "offline_access");
  const scopes = selectAllowedScopes(names, client, await context.store.findScopes(names));
  const audience = await pickAudience({ client, scopes, requested: [], granted: grant.resources }, context);
  const accessToken = prepareAccessToken(audience, context);
  const { grantId, clientId, userId } = grant;
  await context.store.createAccessToken({ ...accessToken.row, grantId, clientId, userId });
  const value = await writeAccessToken(accessToken, { client, grant, audience }, context);
  return {
    value,
    fields: [
      ["access_token", value],
      ["token_type", "Bearer"],
      ["expires_in", String(audience.ttl)],
      ["scope", toScopeValue(audience.scopes)],
    ],
  };
}
