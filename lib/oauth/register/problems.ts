import type { RedirectUriMessage } from "../client/redirect-uri";

/** What can be wrong with a member of a client's metadata, in words that follow its name. */
const SENTENCES = {
  name_missing: "must not be empty",
  name_long: "must be at most 80 characters long",
  name_characters: "must not contain line breaks or invisible characters",
  publisher_long: "must be at most 80 characters long",
  link_invalid: "must be an https address without credentials",
  link_long: "must be at most 2000 characters long",
  contact_invalid: "must be e-mail addresses",
  contacts_many: "must have at most 5 entries",
  jwks_invalid:
    "must be a JWK Set of 1 to 100 public keys, RSA keys of 2048 to 8192 bits and others on their curve (jwks), or an https address without credentials (jwks_uri)",
  jwks_missing: "private_key_jwt needs jwks or jwks_uri, and no client may have both",
  signing_alg_mismatch: "cannot be used with this token_endpoint_auth_method",
  request_uri_invalid: "must be up to 20 https addresses of at most 512 characters, without credentials",
  initiate_login_uri_invalid: "must be an https address without credentials",
  logout_uri_invalid: "must be an https address without a fragment or credentials",
  logout_uri_origin: "must have the scheme, host and port of one of the redirect_uris",
  redirect_uris_missing: "must contain at least one address for these grant_types",
  redirect_uris_many: "contains too many addresses",
  types_mismatch: "response_types and grant_types do not fit each other",
  grant_unsuitable: "client_credentials needs a client that authenticates",
  unknown_scope: "contains no scope that this server knows",
  unsupported: "is not supported here",
  text_missing: "must not be empty",
  text_long: "is too long",
  translations_many: "is one translation too many: at most 100 are accepted",
} as const;

export type MetadataProblemKey = keyof typeof SENTENCES;

/** Why an address cannot be registered, for the developer of a program. */
const ADDRESS_REASONS: Partial<Record<RedirectUriMessage, string>> = {
  empty: "it is empty",
  not_absolute: "it is not an absolute address",
  malformed: "it is malformed",
  http: "http is for loopback addresses only; use https",
  fragment: "it must not have a fragment",
  wildcard: "it must not have a wildcard; register each address",
  credentials: "it must not contain a user name or password",
  forbidden_scheme: "its scheme cannot be used",
  scheme_needs_public: "a private scheme without a dot needs token_endpoint_auth_method none",
  scheme_needs_native: "a private scheme needs application_type native",
  own_origin: "it is on this server's own origin",
  localhost_verified: "use 127.0.0.1",
  unclean: "it contains characters or parts that addresses must not have",
  non_ascii: "it contains characters outside ASCII",
  too_long: "it is too long",
  too_many: "there are too many addresses",
};

/** One thing that is wrong with a client's metadata. */
export interface MetadataProblem {
  /** the member's name on the wire */
  member: string;
  /** null: the shape of the member is wrong */
  key: MetadataProblemKey | null;
  /** why, in words that follow the member's name; safe to send */
  sentence: string;
}

/** A problem that has a name. */
export function problem(member: string, key: MetadataProblemKey): MetadataProblem {
  return { member, key, sentence: SENTENCES[key] };
}

/** An address that cannot be registered. */
export function addressProblem(member: string, uri: string, message: RedirectUriMessage | null): MetadataProblem {
  const reason = (message && ADDRESS_REASONS[message]) ?? "it cannot be registered";
  return { member, key: null, sentence: `${uri.slice(0, 200)} cannot be registered: ${reason}` };
}

/** The problems that a schema found: its messages are keys. */
export function schemaProblem(member: string, message: string): MetadataProblem {
  return isKey(message) ? problem(member, message) : { member, key: null, sentence: message };
}

/** A problem as one sentence, without a full stop. */
export function describeProblem({ member, sentence }: MetadataProblem): string {
  return `${member}: ${sentence}`;
}

function isKey(message: string): message is MetadataProblemKey {
  return Object.hasOwn(SENTENCES, message);
}
