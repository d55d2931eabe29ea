import { authenticateClient } from "../client/authentication";
import { OAuthError, onBehalfOf } from "../errors";
import type { ServerContext } from "../feature";
import { jsonResponse } from "../wire/json-response";
import { readFormParams } from "../wire/params";
import { findGrant, listTokenGrants } from "./grant-types";

/** The token endpoint. Throws an OAuthError for every refusal. @see RFC 6749 §3.2, §5 */
export async function handleTokenRequest(request: Request, context: ServerContext): Promise<Response> {
  const params = await readFormParams(request);
  params.refuseRepeated();
  const grantType = params.require("grant_type");
  const handler = findGrant(context.features, grantType);
  if (handler === null) {
    const known = listTokenGrants(context.features);
    throw new OAuthError("unsupported_grant_type", `grant_type must be one of ${known.join(", ")}`, {
      cause: "grant_type_unknown",
      values: { receivedGrantType: grantType, expectedGrantType: known.join(" or ") },
    });
  }
  const { client, secretId } = await authenticateClient(request, params, context);
  return await onBehalfOf(client.clientId, async () => {
    // RFC 6749 §5.2: the authenticated client is not authorized to use this grant type.
    if (!client.grantTypes.includes(grantType)) {
      throw new OAuthError(
        "unauthorized_client",
        "The client is not registered for this grant_type: add it to the client's grant_types",
        {
          cause: "grant_type_unregistered",
          values: { receivedGrantType: grantType, expectedGrantType: client.grantTypes.join(" or ") },
        },
      );
    }
    const { userId, grantId, response } = await handler({ params, client, request }, context);
    const data = { grantType, scope: response.scope, ...(secretId && { secretId }), ...(grantId && { grantId }) };
    context.record({ type: "token.issued", outcome: "ok", clientId: client.clientId, userId, data }, request);
    return jsonResponse(response);
  });
}
