import type { OAuthContext } from "../oauth/context";
import { answerDocument } from "../oauth/document";
import { PERSON_SCOPES } from "../oauth/scopes";
import { apiScopes, getApiResource } from "./api-resource";

/** Tells a client which portal issues tokens for the portal's own API, and with which scopes. @see RFC 9728 §2 */
export async function handleApiResourceMetadataRequest(request: Request, context: OAuthContext): Promise<Response> {
  const resource = getApiResource(context.issuer);
  const takesQueryToken = (await context.store.findResource(resource))?.allowsQueryToken === true;
  return answerDocument(request, {
    resource,
    authorization_servers: [context.issuer],
    scopes_supported: apiScopes,
    bearer_methods_supported: takesQueryToken ? ["header", "query"] : ["header"],
  });
}

/**
 * The same for userinfo, whose identifier is the issuer itself: clients that know no more of a resource than its host
 * look here.
 * @see RFC 9728 §3.1
 */
export async function handleUserinfoResourceMetadataRequest(
  request: Request,
  { issuer }: OAuthContext,
): Promise<Response> {
  return answerDocument(request, {
    resource: issuer,
    authorization_servers: [issuer],
    scopes_supported: PERSON_SCOPES.filter((name) => name !== "offline_access"),
    bearer_methods_supported: ["header", "body"],
  });
}
