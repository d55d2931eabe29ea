import type { Words } from "../i18n/words";
import { type Endpoint, listEndpoints } from "../oauth/feature";
import { FEATURES } from "../oauth/features";

/** What an endpoint is for, by the last word of its address. */
export type Purpose = keyof Words["docs"]["endpoints"]["purposes"];

export type ParameterName = keyof Words["docs"]["endpoints"]["parameterTexts"];

/** What proves who sends a request. */
export type Proof = "client" | "access token" | "registration token" | null;

interface Described {
  /** those that every request needs come first */
  required: readonly ParameterName[];
  optional: readonly ParameterName[];
  /** where the parameters are */
  place: "form" | "query" | "json";
  proof: Proof;
  /** the specification that says how it works */
  specification: string;
}

const DOCUMENT = { required: [], optional: [], place: "query", proof: null } as const;

const CLIENT_PROOF = ["client_id", "client_secret", "client_assertion", "client_assertion_type"] as const;

/** What the features do not declare about their endpoints: which parameters they read, and what proves the sender. */
const DESCRIBED: Readonly<Record<Purpose, Described>> = {
  authorize: {
    required: ["response_type", "client_id"],
    optional: [
      "redirect_uri",
      "scope",
      "state",
      "nonce",
      "code_challenge",
      "code_challenge_method",
      "resource",
      "prompt",
      "max_age",
      "login_hint",
      "id_token_hint",
      "acr_values",
      "claims",
      "ui_locales",
      "response_mode",
      "grant_management_action",
      "grant_id",
      "request",
      "request_uri",
    ],
    place: "query",
    proof: null,
    specification: "RFC 6749 §4.1.1",
  },
  token: {
    required: ["grant_type"],
    optional: ["code", "redirect_uri", "code_verifier", "refresh_token", "scope", "resource", ...CLIENT_PROOF],
    place: "form",
    proof: "client",
    specification: "RFC 6749 §3.2",
  },
  userinfo: {
    required: [],
    optional: [],
    place: "form",
    proof: "access token",
    specification: "OpenID Connect Core 1.0 §5.3",
  },
  introspect: {
    required: ["token"],
    optional: ["token_type_hint", "scope", ...CLIENT_PROOF],
    place: "form",
    proof: "client",
    specification: "RFC 7662 §2",
  },
  revoke: {
    required: ["token"],
    optional: ["token_type_hint", ...CLIENT_PROOF],
    place: "form",
    proof: "client",
    specification: "RFC 7009 §2",
  },
  events: {
    required: [],
    optional: ["ack", "setErrs", "maxEvents", "returnImmediately"],
    place: "json",
    proof: "client",
    specification: "RFC 8936 §2",
  },
  grants: { ...DOCUMENT, proof: "access token", specification: "Grant Management for OAuth 2.0 §6" },
  leaks: {
    required: ["token"],
    optional: [],
    place: "form",
    proof: null,
    specification: "GitHub, Secret scanning partner program",
  },
  jwks: { ...DOCUMENT, specification: "RFC 7517 §5" },
  "status-lists": { ...DOCUMENT, optional: ["id"], specification: "draft-ietf-oauth-status-list" },
  register: {
    required: [],
    optional: [],
    place: "json",
    proof: "registration token",
    specification: "RFC 7591 §3, RFC 7592 §2",
  },
  "end-session": {
    required: [],
    optional: ["id_token_hint", "client_id", "post_logout_redirect_uri", "state", "ui_locales"],
    place: "query",
    proof: null,
    specification: "OpenID Connect RP-Initiated Logout 1.0 §2",
  },
  "check-session": { ...DOCUMENT, specification: "OpenID Connect Session Management 1.0 §3" },
  "openid-configuration": { ...DOCUMENT, specification: "OpenID Connect Discovery 1.0 §4" },
  "oauth-authorization-server": { ...DOCUMENT, specification: "RFC 8414 §3" },
  "oauth-protected-resource": { ...DOCUMENT, specification: "RFC 9728 §3" },
  v1: { ...DOCUMENT, specification: "RFC 9728 §3.1" },
  "ssf-configuration": { ...DOCUMENT, specification: "Shared Signals Framework 1.0 §7.1" },
};

/** An endpoint of the protocol, as its feature declares it, with what is read there. */
export interface ProtocolEndpoint extends Described, Pick<Endpoint, "path" | "methods" | "isCrossOrigin" | "errors"> {
  purpose: Purpose;
  /** its id on the page */
  anchor: string;
  /** all parameters, those that every request needs first */
  parameters: readonly ParameterName[];
}

let listed: readonly ProtocolEndpoint[] | undefined;

/** Every endpoint of the protocol, in the order of the features. @throws for one that is not described */
export function listProtocolEndpoints(): readonly ProtocolEndpoint[] {
  listed ??= listEndpoints(FEATURES).map((endpoint) => {
    const purpose = purposeOf(endpoint);
    const described = DESCRIBED[purpose];
    const { methods, isCrossOrigin, errors } = endpoint;
    const path: Endpoint["path"] = endpoint.hasItems
      ? `${endpoint.path}/{${purpose.replace(/s$/, "")}_id}`
      : endpoint.path;
    return {
      ...described,
      path,
      methods,
      isCrossOrigin,
      errors,
      purpose,
      anchor: purpose,
      parameters: [...described.required, ...described.optional],
    };
  });
  return listed;
}

function purposeOf({ path }: Endpoint): Purpose {
  const word = path.split("/").at(-1) ?? "";
  if (!isPurpose(word)) throw new Error(`${path} is not described`);
  return word;
}

function isPurpose(word: string): word is Purpose {
  return Object.hasOwn(DESCRIBED, word);
}
