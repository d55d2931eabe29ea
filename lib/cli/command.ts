import { z } from "zod";
import { ASSERTION_ALGS } from "../oauth/client-assertion";
import { AUTH_METHODS } from "../oauth/client-authentication";
import { CLIENT_SIGNING_ALGS } from "../oauth/client-jwt";
import { clientJwksSchema } from "../oauth/client-keys";
import { SIGNING_ALGS } from "../oauth/own-jwt";

/** A command that could not be done; the message is one sentence for the person at the terminal. */
export class CommandError extends Error {
  override name = "CommandError";
}

/** A claim that a person can have. @see OIDC Core §5.1 */
const claimsSchema = z
  .object({
    name: z.string(),
    given_name: z.string(),
    family_name: z.string(),
    middle_name: z.string(),
    nickname: z.string(),
    preferred_username: z.string(),
    profile: z.url(),
    picture: z.url(),
    website: z.url(),
    gender: z.string(),
    birthdate: z.string().regex(/^\d{4}(-\d{2}-\d{2})?$/, "must be YYYY-MM-DD or YYYY"),
    zoneinfo: z.string(),
    locale: z.string(),
    phone_number: z.string(),
    phone_number_verified: z.boolean(),
    address: z
      .object({
        formatted: z.string(),
        street_address: z.string(),
        locality: z.string(),
        region: z.string(),
        postal_code: z.string(),
        country: z.string(),
      })
      .partial(),
  })
  .partial();

/** What the portal knows itself and a file cannot say. */
const ownClaims = ["sub", "email", "email_verified", "updated_at"];

const knownClaims = new Set([...Object.keys(claimsSchema.shape), ...ownClaims]);

export const claimsInput = z
  .record(z.string(), z.unknown())
  .superRefine((claims, ctx) => {
    const unknown = Object.keys(claims).find((name) => !knownClaims.has(name));
    if (unknown) ctx.addIssue({ code: "custom", path: [unknown], message: "is not a standard claim" });
  })
  .pipe(claimsSchema);

const uris = z.array(z.string());

/** RFC 7591 §2 names, and those of OpenID Connect registration. Unknown members are ignored, as §2 says. */
export const metadataInput = z.object({
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  client_name: z.string().optional(),
  application_type: z.enum(["web", "native"]).optional(),
  redirect_uris: uris.default([]),
  post_logout_redirect_uris: uris.default([]),
  token_endpoint_auth_method: z.enum(AUTH_METHODS).optional(),
  token_endpoint_auth_signing_alg: z.enum(ASSERTION_ALGS).optional(),
  jwks: clientJwksSchema.optional(),
  jwks_uri: z.string().optional(),
  request_object_signing_alg: z.enum(CLIENT_SIGNING_ALGS).optional(),
  request_uris: uris.optional(),
  subject_type: z.enum(["public", "pairwise"]).optional(),
  sector_identifier_uri: z.string().optional(),
  initiate_login_uri: z.string().optional(),
  default_max_age: z.int().min(0).optional(),
  require_auth_time: z.boolean().optional(),
  default_acr_values: z.array(z.string()).optional(),
  grant_types: z.array(z.enum(["authorization_code", "refresh_token", "client_credentials"])).optional(),
  response_types: z.array(z.enum(["code"])).optional(),
  scope: z.string().optional(),
  contacts: z.array(z.string()).optional(),
  client_uri: z.string().optional(),
  logo_uri: z.string().optional(),
  policy_uri: z.string().optional(),
  tos_uri: z.string().optional(),
  id_token_signed_response_alg: z.enum(SIGNING_ALGS).optional(),
  userinfo_signed_response_alg: z.enum(SIGNING_ALGS).optional(),
  /** not in the RFC: whether the client must send a code challenge */
  require_pkce: z.boolean().optional(),
});

export type ClientMetadata = z.infer<typeof metadataInput>;

/** A command with its checked input; travels as JSON to a running portal. */
export const commandSchema = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("user create"),
    email: z.email("--email must be an e-mail address"),
    password: z.string().min(1, "--password must not be empty"),
    isAdmin: z.boolean(),
    claims: claimsInput,
  }),
  z.object({ name: z.literal("client create"), metadata: metadataInput }),
  z.object({ name: z.literal("keys rotate"), alg: z.enum(SIGNING_ALGS).nullable() }),
  z.object({ name: z.literal("db migrate") }),
  z.object({ name: z.literal("db sweep") }),
]);

export type Command = z.infer<typeof commandSchema>;

/** The first problem as a sentence. */
export function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return "The input is not understood.";
  const place = issue.path.filter((part) => part !== "claims" && part !== "metadata").join(".");
  const isOption = issue.message.startsWith("--");
  return `${place && !isOption ? `${place}: ` : ""}${issue.message}.`.replace(/\.+$/, ".");
}
