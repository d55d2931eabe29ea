import { z } from "zod";
import { ASSERTION_ALGS } from "../client-assertion";
import { AUTH_METHODS } from "../client-authentication";
import { REQUEST_OBJECT_ALGS } from "../client-jwt";
import { SIGNING_ALGS } from "../own-jwt";
import { MAX_WORDS } from "../params";
import { splitWords } from "../words";
import {
  backchannelLogoutUriSchema,
  clientNameSchema,
  frontchannelLogoutUriSchema,
  initiateLoginUriSchema,
  jwksSchema,
  jwksUriSchema,
  linkSchema,
  requestUrisSchema,
} from "./member-schemas";
import { type MetadataProblem, schemaProblem } from "./problems";

/** Addresses in a list at most; how many a client may have is decided by the rules. */
const uris = z.array(z.string().max(2000, "text_long")).max(200, "redirect_uris_many");
const text = z.string().min(1, "text_missing").max(500, "text_long");

/** Members whose words may be said in several languages, as `name#ko`. @see RFC 7591 §2.2 */
const LOCALIZED = {
  client_name: clientNameSchema,
  client_uri: linkSchema,
  logo_uri: linkSchema,
  policy_uri: linkSchema,
  tos_uri: linkSchema,
} as const;

/** Members such as `name#ko` at most, all languages together. */
const MAX_TRANSLATIONS = 100;

/** Members that promise something which this server would not do; whoever sends them must know. */
const UNSUPPORTED = [
  ...["id_token_encrypted_response_alg", "id_token_encrypted_response_enc"],
  ...["userinfo_encrypted_response_alg", "userinfo_encrypted_response_enc"],
  ...["request_object_encryption_alg", "request_object_encryption_enc"],
];

const metadataSchema = z.object({
  ...LOCALIZED,
  redirect_uris: uris,
  post_logout_redirect_uris: uris,
  // OpenID Connect Dynamic Client Registration §2 has web and native; what else programs call themselves is replaced.
  application_type: text,
  token_endpoint_auth_method: z.enum(AUTH_METHODS),
  token_endpoint_auth_signing_alg: z.enum(ASSERTION_ALGS),
  jwks: jwksSchema,
  jwks_uri: jwksUriSchema,
  request_object_signing_alg: z.enum(REQUEST_OBJECT_ALGS),
  request_uris: requestUrisSchema,
  grant_types: z.array(text).max(20, "text_long"),
  response_types: z.array(text).max(20, "text_long"),
  scope: z
    .string()
    .max(5000, "text_long")
    .refine((scope) => splitWords(scope, MAX_WORDS) !== null, "text_long"),
  contacts: z.array(text).max(20, "text_long"),
  id_token_signed_response_alg: z.enum(SIGNING_ALGS),
  // OpenID Connect Dynamic Client Registration §2: none, and no value, mean plain JSON.
  userinfo_signed_response_alg: z.enum([...SIGNING_ALGS, "none"]),
  subject_type: z.enum(["public", "pairwise"]),
  sector_identifier_uri: z.string().max(2000, "text_long"),
  initiate_login_uri: initiateLoginUriSchema,
  default_max_age: z.int().min(0).max(999_999_999),
  require_auth_time: z.boolean(),
  default_acr_values: z.array(text).max(20, "text_long"),
  backchannel_logout_uri: backchannelLogoutUriSchema,
  backchannel_logout_session_required: z.boolean(),
  frontchannel_logout_uri: frontchannelLogoutUriSchema,
  frontchannel_logout_session_required: z.boolean(),
  software_id: text,
  software_version: text,
  // Not in the RFC: what this server's own settings of a client are called.
  require_pkce: z.boolean(),
  require_registered_auth_method: z.boolean(),
  id_token_claims: z.boolean(),
});

/** What was sent, with known members only, each of its right shape; defaults are not filled in. */
export type WireMetadata = Partial<z.infer<typeof metadataSchema>> & {
  /** members such as `client_name#ko` */
  localized: Record<string, string>;
};

export type WireReading = { ok: true; metadata: WireMetadata } | { ok: false; problems: MetadataProblem[] };

const partialSchema = metadataSchema.partial();

/**
 * The members of a client's metadata that this server understands. Others are ignored, and a null or an empty string
 * counts as left out.
 * @see RFC 7591 §2, RFC 7592 §2.2, OpenID Connect Dynamic Client Registration §2
 */
export function readWireMetadata(json: Readonly<Record<string, unknown>>): WireReading {
  const sent = Object.entries(json).filter(([, value]) => value !== null && value !== "");
  const problems: MetadataProblem[] = sent
    .filter(([member]) => UNSUPPORTED.includes(member))
    .map(([member]) => schemaProblem(member, "unsupported"));
  const parsed = partialSchema.safeParse(Object.fromEntries(sent));
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) problems.push(schemaProblem(String(path[0] ?? ""), message));
  }
  const localized: Record<string, string> = {};
  let translations = 0;
  for (const [member, value] of sent) {
    const schema = findLocalizedSchema(member);
    if (!schema) continue;
    translations += 1;
    if (translations > MAX_TRANSLATIONS) {
      problems.push(schemaProblem(member, "translations_many"));
      break;
    }
    const result = schema.safeParse(value);
    if (result.success && result.data !== null) localized[member] = result.data;
    else problems.push(schemaProblem(member, result.error?.issues[0]?.message ?? "text_long"));
  }
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, metadata: { ...parsed.data, localized } };
}

function findLocalizedSchema(member: string) {
  const [, name, tag] = /^([a-z_]+)#([A-Za-z0-9-]{1,35})$/.exec(member) ?? [];
  if (name === undefined || tag === undefined) return null;
  const known = Object.entries(LOCALIZED).find(([each]) => each === name);
  return known?.[1] ?? null;
}
