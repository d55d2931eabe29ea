import { z } from "zod";
import { ASSERTION_ALGS, REQUEST_OBJECT_ALGS, SIGNING_ALGS } from "../algorithms";
import {
  backchannelLogoutUriSchema,
  clientNameSchema,
  contactsSchema,
  frontchannelLogoutUriSchema,
  initiateLoginUriSchema,
  jwksSchema,
  jwksUriSchema,
  linkSchema,
  publisherSchema,
  requestUrisSchema,
} from "./member-schemas";

/** How a client can prove who it is. @see RFC 7591 §2 */
export const AUTH_METHODS = [
  "client_secret_basic",
  "client_secret_post",
  "client_secret_jwt",
  "private_key_jwt",
  "none",
] as const;

/** What kind of program a client can be. */
export const CLIENT_KINDS = ["web", "spa", "native", "device", "service"] as const;

/** Whether a client that manages grants must say in each request what becomes of the one that it has. */
export const GRANT_MANAGEMENT = ["optional", "required"] as const;

/** One member of a client's metadata: its names, its values, and who may set it. */
export interface Member {
  /** its name on the wire; the column in the database has the name of the row, in snake case */
  wire: string;
  /** what forms and bodies hold of it: "choice" is one of several texts, "list" several texts, "flag" yes or no */
  type: "text" | "choice" | "list" | "flag" | "number" | "json";
  /** its valid values; the messages are keys of `register/problems.ts` and of the console's words */
  schema: z.ZodType;
  /** its value where nobody set it; null: it may also have no value */
  default: unknown;
  /**
   * Who sets it: "registration" means programs that register themselves and the operator's `client create`; "owner"
   * means developers and administrators, in the console or by the API. An empty list: code decides it.
   */
  saidBy: readonly ("registration" | "owner")[];
  /** what registration accepts, where that differs from `schema` */
  registrationSchema?: z.ZodType;
  /** the group of the console's settings that has it: its form reads it, by `type` */
  settings?: SettingsGroup;
  /**
   * Whether a verified client's change waits. "review": until an administrator has reviewed it; "method": while an
   * authentication method that it belongs to waits (`review.ts`)
   */
  waits?: "review" | "method";
  /** it may be given in several languages, as `client_name#ko`. @see RFC 7591 §2.2 */
  isLocalized?: true;
  /** the console's words for a value that `schema` refuses and has no message for */
  problem?: string;
}

/**
 * The groups that the console saves together: how an app signs people in, how it proves who it is, what its tokens are
 * like, where it hears of sign-outs, and what people see of it.
 */
export type SettingsGroup = "signIn" | "authentication" | "tokens" | "logout" | "branding";

const EVERYBODY = ["registration", "owner"] as const;
const nobody = [] as const;

const flag = { type: "flag", schema: z.boolean(), default: false, saidBy: EVERYBODY } as const;
const link = { type: "text", schema: linkSchema, default: null, saidBy: EVERYBODY, isLocalized: true } as const;

/** Names of something that the protocol knows, such as grant types. */
const names = {
  type: "list",
  schema: z.array(z.string().min(1).max(100)).max(20),
  default: [],
  saidBy: EVERYBODY,
  registrationSchema: z.array(z.string().min(1, "text_missing").max(500, "text_long")).max(20, "text_long"),
} as const;

/**
 * Every member of a client's metadata. Types, checks, defaults, answers and forms follow from its row. Members that
 * wait for review are listed in this order.
 * @see RFC 7591 §2, OpenID Connect Dynamic Client Registration §2
 */
export const MEMBERS = {
  name: {
    wire: "client_name",
    type: "text",
    schema: clientNameSchema,
    default: "Unnamed app",
    saidBy: EVERYBODY,
    settings: "branding",
    waits: "review",
    isLocalized: true,
  },
  publisher: {
    wire: "publisher",
    type: "text",
    schema: publisherSchema,
    default: null,
    saidBy: ["owner"],
    settings: "branding",
    waits: "review",
  },
  /** what kind of program it is; programs that register say `application_type` */
  kind: {
    wire: "kind",
    type: "choice",
    schema: z.enum(CLIENT_KINDS),
    default: "web",
    saidBy: nobody,
    waits: "review",
  },
  tokenEndpointAuthMethod: {
    wire: "token_endpoint_auth_method",
    type: "choice",
    schema: z.enum(AUTH_METHODS),
    default: "client_secret_basic",
    saidBy: EVERYBODY,
    settings: "authentication",
    waits: "review",
    problem: "auth_method_unknown",
  },
  /** scopes that it may ask for; each way to set them allows other scopes */
  scopes: {
    wire: "scope",
    type: "list",
    schema: z.array(z.string()),
    default: [],
    saidBy: nobody,
    waits: "review",
  },
  clientUri: { wire: "client_uri", ...link, settings: "branding", waits: "review" },
  policyUri: { wire: "policy_uri", ...link, settings: "branding", waits: "review" },
  tosUri: { wire: "tos_uri", ...link, settings: "branding", waits: "review" },
  logoUri: { wire: "logo_uri", ...link, waits: "review" },
  /** where a sign-in that starts at the portal is sent. @see OIDC Core §4 */
  initiateLoginUri: {
    wire: "initiate_login_uri",
    type: "text",
    schema: initiateLoginUriSchema,
    default: null,
    saidBy: EVERYBODY,
    settings: "logout",
    waits: "review",
  },
  contacts: {
    wire: "contacts",
    type: "list",
    schema: contactsSchema,
    default: [],
    saidBy: EVERYBODY,
    registrationSchema: names.registrationSchema,
  },
  /**
   * a client with a secret sends it the registered way only; otherwise in the header or in the body.
   * @see RFC 6749 §2.3.1
   */
  requireRegisteredAuthMethod: { wire: "require_registered_auth_method", ...flag, settings: "authentication" },
  /** the only algorithm of its assertions; null: any that fits the method */
  tokenEndpointAuthSigningAlg: {
    wire: "token_endpoint_auth_signing_alg",
    type: "choice",
    schema: z.enum(ASSERTION_ALGS),
    default: null,
    saidBy: EVERYBODY,
    settings: "authentication",
    waits: "method",
    problem: "alg_unknown",
  },
  /** its public keys; never with `jwksUri` */
  jwks: {
    wire: "jwks",
    type: "json",
    schema: jwksSchema,
    default: null,
    saidBy: EVERYBODY,
    settings: "authentication",
    waits: "method",
  },
  jwksUri: {
    wire: "jwks_uri",
    type: "text",
    schema: jwksUriSchema,
    default: null,
    saidBy: EVERYBODY,
    settings: "authentication",
    waits: "method",
  },
  grantTypes: { wire: "grant_types", ...names, settings: "signIn" },
  responseTypes: { wire: "response_types", ...names, settings: "signIn" },
  /** every sign-in needs a code challenge; public clients always need one */
  requirePkce: { wire: "require_pkce", ...flag, settings: "signIn" },
  /** nobody gets a code for it without a second factor, whatever the request asks for and the portal requires */
  requireSecondFactor: { wire: "require_second_factor", ...flag, settings: "signIn" },
  /** seconds; counts where a request has no max_age */
  defaultMaxAge: {
    wire: "default_max_age",
    type: "number",
    schema: z.int().min(0).max(999_999_999),
    default: null,
    saidBy: EVERYBODY,
    settings: "signIn",
    problem: "max_age_invalid",
  },
  /** the client relies on `auth_time`, which every ID token has anyway */
  requireAuthTime: { wire: "require_auth_time", ...flag, settings: "signIn" },
  /** counts where a request has no acr_values */
  defaultAcrValues: { wire: "default_acr_values", ...names, settings: "signIn" },
  /** days: people allow it something for that long at most; null: until they remove it */
  maxConsentDays: {
    wire: "max_consent_days",
    type: "number",
    schema: z.int().min(1).max(3650),
    default: null,
    saidBy: EVERYBODY,
    settings: "signIn",
    problem: "consent_days_invalid",
  },
  /**
   * it manages grants by their ids: "required" if each of its requests must say what becomes of the grant; null: it does not.
   * @see Grant Management for OAuth 2.0
   */
  grantManagement: {
    wire: "grant_management",
    type: "choice",
    schema: z.enum(GRANT_MANAGEMENT),
    default: null,
    saidBy: EVERYBODY,
    settings: "signIn",
  },
  /** the claims of the scopes are in the ID token too, not only at userinfo. @see OIDC Core §5.4 */
  idTokenClaims: { wire: "id_token_claims", ...flag, settings: "tokens" },
  idTokenSignedResponseAlg: {
    wire: "id_token_signed_response_alg",
    type: "choice",
    schema: z.enum(SIGNING_ALGS),
    // OpenID Connect Dynamic Client Registration §2: RS256 unless the client chose another.
    default: "RS256",
    saidBy: EVERYBODY,
    settings: "tokens",
    problem: "alg_unknown",
  },
  /** userinfo is a JWT signed with this algorithm; null: plain JSON */
  userinfoSignedResponseAlg: {
    wire: "userinfo_signed_response_alg",
    type: "choice",
    schema: z.enum(SIGNING_ALGS),
    default: null,
    saidBy: EVERYBODY,
    // OpenID Connect Dynamic Client Registration §2: none, and no value, mean plain JSON.
    registrationSchema: z.enum([...SIGNING_ALGS, "none"]).transform((alg) => (alg === "none" ? null : alg)),
    settings: "tokens",
    problem: "alg_unknown",
  },
  /** the only algorithm of its request objects; null: any asymmetric one */
  requestObjectSigningAlg: {
    wire: "request_object_signing_alg",
    type: "choice",
    schema: z.enum(REQUEST_OBJECT_ALGS),
    default: null,
    saidBy: EVERYBODY,
    settings: "tokens",
    problem: "alg_unknown",
  },
  /** addresses at which its request objects may be read */
  requestUris: {
    wire: "request_uris",
    type: "list",
    schema: requestUrisSchema,
    default: [],
    saidBy: EVERYBODY,
    registrationSchema: requestUrisSchema.transform((uris) => [...new Set(uris)]),
    settings: "tokens",
  },
  /** address of the list of its sector's redirect URIs; only registration can change it. @see OIDC Core §8.1 */
  sectorIdentifierUri: {
    wire: "sector_identifier_uri",
    type: "text",
    schema: z.string().max(2000, "text_long"),
    default: null,
    saidBy: ["registration"],
  },
  /** receives logout tokens */
  backchannelLogoutUri: {
    wire: "backchannel_logout_uri",
    type: "text",
    schema: backchannelLogoutUriSchema,
    default: null,
    saidBy: EVERYBODY,
    settings: "logout",
  },
  backchannelLogoutSessionRequired: { wire: "backchannel_logout_session_required", ...flag, settings: "logout" },
  /** shown in a hidden frame when a session ends */
  frontchannelLogoutUri: {
    wire: "frontchannel_logout_uri",
    type: "text",
    schema: frontchannelLogoutUriSchema,
    default: null,
    saidBy: EVERYBODY,
    settings: "logout",
  },
  frontchannelLogoutSessionRequired: { wire: "frontchannel_logout_session_required", ...flag, settings: "logout" },
} as const satisfies Record<string, Member>;

type Rows = typeof MEMBERS;

/** What the code calls a member. */
export type MemberKey = keyof Rows;

type ValueOf<Row extends Member> = z.output<Row["schema"]> | (Row["default"] extends null ? null : never);

/** The members of a client, each with the type of its row. */
export type ClientMembers = { -readonly [Key in MemberKey]: ValueOf<Rows[Key]> };

type SaidBy<Who> = { [Key in MemberKey]: Who extends Rows[Key]["saidBy"][number] ? Key : never }[MemberKey];
/** The members that registering programs and the operator's `client create` can set. */
export type RegisteredMember = SaidBy<"registration">;
/** The members that developers and administrators can set, in the console or by the API. */
export type OwnMember = SaidBy<"owner">;

type Waiting<When> = { [Key in MemberKey]: Rows[Key] extends { waits: When } ? Key : never }[MemberKey];
/** The members that an administrator reviews before a client is shown as verified, besides its hosts and its logo. */
export type ReviewedMember = Waiting<"review">;
/** The members that belong to an authentication method. */
export type KeyMember = Waiting<"method">;

/** Registration's metadata by its names on the wire, as `registrationSchema` or `schema` reads it. */
export type RegisteredSchemas = {
  [Key in RegisteredMember as Rows[Key]["wire"]]: Rows[Key] extends {
    registrationSchema: infer Schema extends z.ZodType;
  }
    ? Schema
    : Rows[Key]["schema"];
};

/** What may be sent for a member, before `schema` reads it; an absent member stays as it is. */
export type OwnInput = {
  [Key in OwnMember]?: z.input<Rows[Key]["schema"]> | (Rows[Key]["default"] extends null ? null : never) | undefined;
};
