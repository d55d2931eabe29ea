import { authenticateClient } from "../client-authentication";
import type { OAuthContext } from "../context";
import { OAuthError, onBehalfOf } from "../errors";
import { jsonResponse } from "../json-response";
import { readFormParams } from "../params";
import { redeemAuthorizationCode } from "./authorization-code";
import { grantClientCredentials } from "./client-credentials";
import type { GrantHandler } from "./grant-handler";
import { redeemRefreshToken } from "./refresh-token";

const HANDLERS: Readonly<Record<string, GrantHandler>> = {
  authorization_code: redeemAuthorizationCode,
  refresh_token: redeemRefreshToken,
  client_credentials: grantClientCredentials,
};

/** The grant types that are implemented, for the metadata. */
export const GRANT_TYPES = Object.keys(HANDLERS);

/** The grant types that clients can be registered for. `implicit` has no token request, but a registration (RFC 7591 §2). */
export function listGrantTypes({ legacyResponseTypes }: { legacyResponseTypes: boolean }): string[] {
  return [...GRANT_TYPES, ...(legacyResponseTypes ? ["implicit"] : [])];
}

/** The token endpoint. Throws an OAuthError for every refusal. @see RFC 6749 §3.2, §5 */
export async function handleTokenRequest(request: Request, context: OAuthContext): Promise<Response> {
  const params = await readFormParams(request);
  params.refuseRepeated();
  const grantType = params.require("grant_type");
  const handler = Object.hasOwn(HANDLERS, grantType) ? HANDLERS[grantType] : undefined;
  if (handler === undefined) {
    throw new OAuthError("unsupported_grant_type", `grant_type must be one of ${GRANT_TYPES.join(", ")}`, {
      cause: "grant_type_unknown",
      values: { receivedGrantType: grantType, expectedGrantType: GRANT_TYPES.join(" or ") },
    });
  }
  const { client, secretId } = await authenticateClient(request, params, context);
  return await onBehalfOf(client.clientId, async () => {
    // RFC 6749 §5.2: the authenticated client is not authorized to use this grant type.
    if (!client.grantTypes.includes(grantType)) {
      throw new OAuthError("unauthorized_client", "The client is not registered for this grant_type", {
        cause: "grant_type_unregistered",
        values: { receivedGrantType: grantType, expectedGrantType: client.grantTypes.join(" or ") },
      });
    }
    const { userId, response } = await handler({ params, client, request }, context);
    const data = { grantType, scope: response.scope, ...(secretId && { secretId }) };
    context.record({ type: "token.issued", outcome: "ok", clientId: client.clientId, userId, data }, request);
    return jsonResponse(response);
  });
}
