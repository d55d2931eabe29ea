import type { OAuthContext } from "./context";
import type { Endpoint, Feature } from "./feature";
import { getOwnApi, OWN_API_PATH, OWN_API_SCOPES } from "./tokens/own-resources";
import { PERSON_SCOPES } from "./tokens/scopes";
import { answerDocument } from "./wire/document";

/** Tells a client which portal issues tokens for the portal's own API, and with which scopes. @see RFC 9728 §2 */
async function handleApiResourceMetadataRequest(request: Request, context: OAuthContext): Promise<Response> {
  const resource = getOwnApi(context.issuer);
  const takesQueryToken = (await context.store.findResource(resource))?.allowsQueryToken === true;
  return answerDocument(request, {
    resource,
    authorization_servers: [context.issuer],
    scopes_supported: OWN_API_SCOPES,
    bearer_methods_supported: takesQueryToken ? ["header", "query"] : ["header"],
  });
}

/**
 * The same for userinfo, whose identifier is the issuer itself. Clients that know only the host of a resource look
 * here.
 * @see RFC 9728 §3.1
 */
async function handleUserinfoResourceMetadataRequest(request: Request, { issuer }: OAuthContext): Promise<Response> {
  return answerDocument(request, {
    resource: issuer,
    authorization_servers: [issuer],
    scopes_supported: PERSON_SCOPES.filter((name) => name !== "offline_access"),
    bearer_methods_supported: ["header", "body"],
  });
}

const PATH = "/.well-known/oauth-protected-resource";

const document = { name: "metadata", methods: ["GET"], isCrossOrigin: true, errors: "json", isDocument: true } as const;

/** RFC 9728 §3.1: the well-known part stands before the path of the resource. */
export const apiResourceMetadata = {
  ...document,
  path: `${PATH}${OWN_API_PATH}`,
  handle: handleApiResourceMetadataRequest,
} as const satisfies Endpoint;

export const protectedResources = {
  endpoints: [{ ...document, path: PATH, handle: handleUserinfoResourceMetadataRequest }, apiResourceMetadata],
} as const satisfies Feature;
