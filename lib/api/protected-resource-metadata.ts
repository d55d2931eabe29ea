import type { OAuthContext } from "../oauth/context";
import { apiScopes, getApiResource } from "./api-resource";

/** Tells a client which portal issues tokens for this API, and with which scopes. @see RFC 9728 §2 */
export async function handleProtectedResourceMetadataRequest(
  _request: Request,
  context: OAuthContext,
): Promise<Response> {
  const resource = getApiResource(context.issuer);
  const takesQueryToken = (await context.store.findResource(resource))?.allowsQueryToken === true;
  return Response.json(
    {
      resource,
      authorization_servers: [context.issuer],
      scopes_supported: apiScopes,
      bearer_methods_supported: takesQueryToken ? ["header", "query"] : ["header"],
    },
    { headers: { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" } },
  );
}
