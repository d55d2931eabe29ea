import { operator } from "../console/authorise";
import { kindDefaults } from "../console/client-kinds";
import { registerClient } from "../console/register-client";
import { safeFetch } from "../http/safe-fetch";
import { getWords } from "../i18n/words";
import type { ClientKind } from "../oauth/model";
import { findSector, SectorError } from "../oauth/sector";
import { type ClientMetadata, CommandError } from "./command";

/** RFC 7591 has no word for it: what the metadata says about the program. */
function kindOf(metadata: ClientMetadata): ClientKind {
  if (metadata.application_type === "native") return "native";
  const { grant_types: grantTypes } = metadata;
  if (grantTypes && grantTypes.length > 0 && grantTypes.every((type) => type === "client_credentials"))
    return "service";
  return metadata.token_endpoint_auth_method === "none" ? "spa" : "web";
}

/**
 * Registers a client from RFC 7591 metadata, for the operator.
 * @returns the response of RFC 7591 §3.2.1
 * @throws {CommandError} with a sentence
 */
export async function createClientFromMetadata(metadata: ClientMetadata, now: Date): Promise<Record<string, unknown>> {
  const kind = kindOf(metadata);
  const defaults = kindDefaults[kind];
  // RFC 7591 §2: what is left out has these values.
  const authMethod = metadata.token_endpoint_auth_method ?? defaults.tokenEndpointAuthMethod;
  const grantTypes = metadata.grant_types ?? [...defaults.grantTypes];
  const responseTypes =
    metadata.response_types ?? (grantTypes.some((type) => type === "authorization_code") ? ["code"] : []);
  const scopes = metadata.scope?.split(" ").filter(Boolean) ?? [...defaults.scopes];
  const needsUri = grantTypes.some((type) => type === "authorization_code");
  if (needsUri && metadata.redirect_uris.length === 0) {
    throw new CommandError("redirect_uris: at least one is needed for the authorization code grant.");
  }
  // A confidential client of OpenID Connect has the nonce; it may leave the code challenge out unless it says otherwise.
  const requirePkce = metadata.require_pkce ?? !(kind === "web" && authMethod !== "none" && scopes.includes("openid"));
  const algorithm = metadata.id_token_signed_response_alg ?? defaults.idTokenSignedResponseAlg;
  const name = metadata.client_name ?? "Unnamed app";
  const links = {
    clientUri: metadata.client_uri,
    logoUri: metadata.logo_uri,
    policyUri: metadata.policy_uri,
    tosUri: metadata.tos_uri,
    contacts: metadata.contacts,
  };
  const pairwiseSector = await findSectorOf(metadata);
  const result = await registerClient(operator, {
    name,
    kind,
    redirectUris: metadata.redirect_uris,
    postLogoutRedirectUris: metadata.post_logout_redirect_uris,
    ...links,
    clientId: metadata.client_id,
    clientSecret: metadata.client_secret,
    ownerId: null,
    tokenEndpointAuthMethod: authMethod,
    tokenEndpointAuthSigningAlg: metadata.token_endpoint_auth_signing_alg,
    jwks: metadata.jwks,
    jwksUri: metadata.jwks_uri,
    requestObjectSigningAlg: metadata.request_object_signing_alg,
    requestUris: metadata.request_uris,
    pairwiseSector,
    sectorIdentifierUri: metadata.sector_identifier_uri,
    initiateLoginUri: metadata.initiate_login_uri,
    defaultMaxAge: metadata.default_max_age,
    requireAuthTime: metadata.require_auth_time,
    defaultAcrValues: metadata.default_acr_values,
    userinfoSignedResponseAlg: metadata.userinfo_signed_response_alg,
    grantTypes,
    responseTypes,
    scopes,
    requirePkce,
    idTokenSignedResponseAlg: algorithm,
  });
  if (!result.ok) {
    const problems = getWords().console.problems;
    const fields = Object.entries(result.problem.fields).map(([field, key]) => `${field}: ${problems[key]}`);
    const addresses = result.problem.refusedUris.map(({ uri, message }) => `${uri} (${message})`);
    throw new CommandError([problems[result.problem.key], ...fields, ...addresses].join(" "));
  }
  const { clientId, clientSecret } = result.value;
  return {
    client_id: clientId,
    ...(clientSecret === null ? {} : { client_secret: clientSecret, client_secret_expires_at: 0 }),
    client_id_issued_at: Math.floor(now.getTime() / 1000),
    ...metadata,
    ...(clientSecret === null ? {} : { client_secret: clientSecret }),
    client_name: name,
    token_endpoint_auth_method: authMethod,
    grant_types: grantTypes,
    response_types: responseTypes,
    scope: scopes.join(" "),
    application_type: kind === "native" ? "native" : "web",
    id_token_signed_response_alg: algorithm,
    subject_type: pairwiseSector === null ? "public" : "pairwise",
    require_pkce: requirePkce,
  };
}

async function findSectorOf(metadata: ClientMetadata): Promise<string | null> {
  const { subject_type: subjectType = "public", sector_identifier_uri: sectorIdentifierUri = null } = metadata;
  try {
    return await findSector(
      { subjectType, sectorIdentifierUri, redirectUris: metadata.redirect_uris },
      { fetch: safeFetch },
    );
  } catch (error) {
    if (error instanceof SectorError) throw new CommandError(`${error.message}.`);
    throw error;
  }
}
