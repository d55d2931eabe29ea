import { SIGNING_ALGS } from "./algorithms";
import type { OAuthContext } from "./context";
import { type Endpoint, type Feature, listEndpoints, type ServerContext } from "./feature";
import { listGrantTypes } from "./token/grant-types";
import { answerDocument } from "./wire/document";

/**
 * The metadata of this server, the same document at the addresses of both standards. It holds what the features declare
 * and nothing else.
 * @see RFC 8414 §2, OpenID Connect Discovery §3
 */
export async function handleMetadataRequest(request: Request, context: ServerContext): Promise<Response> {
  const { issuer, features } = context;
  const addresses = listEndpoints(features).flatMap(({ metadataMember, path }) =>
    metadataMember === undefined ? [] : [[metadataMember, issuer + path]],
  );
  const members = await Promise.all(features.map((feature) => feature.metadata?.(context)));
  return answerDocument(request, {
    issuer,
    ...Object.fromEntries(addresses),
    scopes_supported: await listPublicScopes(context),
    grant_types_supported: listGrantTypes(context),
    ...Object.assign({}, ...members),
  });
}

async function listPublicScopes({ store }: OAuthContext): Promise<string[]> {
  const scopes = await store.listScopes();
  return scopes.filter((scope) => scope.isPublic).map((scope) => scope.name);
}

const document = {
  name: "metadata",
  methods: ["GET"],
  isCrossOrigin: true,
  errors: "json",
  isDocument: true,
  handle: handleMetadataRequest,
} as const;

export const openidConfiguration = {
  ...document,
  path: "/.well-known/openid-configuration",
} as const satisfies Endpoint;

export const metadata = {
  endpoints: [openidConfiguration, { ...document, path: "/.well-known/oauth-authorization-server" }],
  metadata: ({ issuer, published: { policyUri, termsUri } }) => ({
    // RFC 8414 §2
    service_documentation: `${issuer}/docs`,
    ...(policyUri !== null && { op_policy_uri: policyUri }),
    ...(termsUri !== null && { op_tos_uri: termsUri }),
    subject_types_supported: ["public", "pairwise"],
    id_token_signing_alg_values_supported: SIGNING_ALGS,
  }),
} as const satisfies Feature;
