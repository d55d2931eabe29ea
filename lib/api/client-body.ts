import { z } from "zod";
import { offeredKinds } from "../console/client-kinds";
import { protocolSchemas } from "../console/protocol-settings";
import { problem } from "../http/problem";
import { readJson } from "../http/read-json";
import { getWords } from "../i18n/words";

const text = z.string();
/** More than any list of a client may hold; each use case says its own limit. */
const texts = z.array(z.string()).max(200);

/** What a client tells about itself and how the protocol treats it, by its names on the wire. @see RFC 7591 §2 */
const metadata = {
  client_uri: text.nullable().optional(),
  logo_uri: text.nullable().optional(),
  policy_uri: text.nullable().optional(),
  tos_uri: text.nullable().optional(),
  publisher: text.nullable().optional(),
  contacts: texts.optional(),
  initiate_login_uri: text.nullable().optional(),
  backchannel_logout_uri: text.nullable().optional(),
  backchannel_logout_session_required: z.boolean().optional(),
  frontchannel_logout_uri: text.nullable().optional(),
  frontchannel_logout_session_required: z.boolean().optional(),
  token_endpoint_auth_method: protocolSchemas.tokenEndpointAuthMethod,
  require_registered_auth_method: protocolSchemas.requireRegisteredAuthMethod,
  token_endpoint_auth_signing_alg: protocolSchemas.tokenEndpointAuthSigningAlg,
  jwks: protocolSchemas.jwks,
  jwks_uri: protocolSchemas.jwksUri,
  grant_types: protocolSchemas.grantTypes,
  response_types: protocolSchemas.responseTypes,
  require_pkce: protocolSchemas.requirePkce,
  id_token_claims: protocolSchemas.idTokenClaims,
  id_token_signed_response_alg: protocolSchemas.idTokenSignedResponseAlg,
  userinfo_signed_response_alg: protocolSchemas.userinfoSignedResponseAlg,
  request_object_signing_alg: protocolSchemas.requestObjectSigningAlg,
  request_uris: protocolSchemas.requestUris,
  default_max_age: protocolSchemas.defaultMaxAge,
  require_auth_time: protocolSchemas.requireAuthTime,
  default_acr_values: protocolSchemas.defaultAcrValues,
};

export const newClientBody = z.object({
  client_name: text,
  kind: z.enum(offeredKinds).default("web"),
  redirect_uris: texts.default([]),
  post_logout_redirect_uris: texts.default([]),
  subject_type: z.enum(["public", "pairwise"]).optional(),
  sector_identifier_uri: text.optional(),
  ...metadata,
});

export const clientChangesBody = z.object({ client_name: text.optional(), ...metadata });

export const scopesBody = z.object({ scope: text, optional_scope: text.default("") });

export const redirectUrisBody = z.object({
  uris: texts,
  kind: z.enum(["redirect", "post_logout"]).default("redirect"),
});

/** The metadata members under the names that the use cases know. */
export function toMetadataInput(body: z.infer<typeof clientChangesBody>) {
  return {
    clientUri: body.client_uri,
    logoUri: body.logo_uri,
    policyUri: body.policy_uri,
    tosUri: body.tos_uri,
    publisher: body.publisher,
    contacts: body.contacts,
    initiateLoginUri: body.initiate_login_uri,
    backchannelLogoutUri: body.backchannel_logout_uri,
    backchannelLogoutSessionRequired: body.backchannel_logout_session_required,
    frontchannelLogoutUri: body.frontchannel_logout_uri,
    frontchannelLogoutSessionRequired: body.frontchannel_logout_session_required,
    tokenEndpointAuthMethod: body.token_endpoint_auth_method,
    requireRegisteredAuthMethod: body.require_registered_auth_method,
    tokenEndpointAuthSigningAlg: body.token_endpoint_auth_signing_alg,
    jwks: body.jwks,
    jwksUri: body.jwks_uri,
    grantTypes: body.grant_types,
    responseTypes: body.response_types,
    requirePkce: body.require_pkce,
    idTokenClaims: body.id_token_claims,
    idTokenSignedResponseAlg: body.id_token_signed_response_alg,
    userinfoSignedResponseAlg: body.userinfo_signed_response_alg,
    requestObjectSigningAlg: body.request_object_signing_alg,
    requestUris: body.request_uris,
    defaultMaxAge: body.default_max_age,
    requireAuthTime: body.require_auth_time,
    defaultAcrValues: body.default_acr_values,
  };
}

/** The body in the shape of `schema`, or the refusal to send. Members that are not in it are ignored. */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<{ ok: true; body: z.infer<Schema> } | { ok: false; response: Response }> {
  const json = await readJson(request);
  if (!json.ok) return { ok: false, response: problem(json.status, json.detail) };
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return { ok: true, body: parsed.data };
  const errors = parsed.error.issues.map((issue) => ({ name: issue.path.join("."), reason: describe(issue.message) }));
  return { ok: false, response: problem(422, "Some members of the body cannot be accepted.", { errors }) };
}

/** The console's sentence for what a schema found, which may be a key of the catalogue. */
function describe(message: string): string {
  const words: Record<string, string> = getWords().console.problems;
  return Object.hasOwn(words, message) ? (words[message] ?? message) : message;
}
