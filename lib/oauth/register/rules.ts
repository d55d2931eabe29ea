import { checkRedirectUri, REDIRECT_URI_MAX_COUNT } from "../client/redirect-uri";
import type { ClientStatus } from "../model";
import { addressProblem, type MetadataProblem, problem } from "./problems";
import { type ClientSettings, usesSecret } from "./settings";

/** What the rules need besides the client. */
export interface RuleContext {
  issuer: string;
  status: ClientStatus;
}

/**
 * The grant types without which a response type can never be answered.
 * @see OpenID Connect Dynamic Client Registration §2
 */
const GRANTS_OF_WORD: Readonly<Record<string, string>> = {
  code: "authorization_code",
  id_token: "implicit",
  token: "implicit",
};

/**
 * Everything that is wrong with a client's members taken together. Clients that register themselves, the console, its
 * API and the command line all share these rules.
 * @see RFC 7591 §2, OpenID Connect Dynamic Client Registration §2
 */
export function findProblems(settings: ClientSettings, context: RuleContext): MetadataProblem[] {
  return [
    ...checkAddresses("redirect_uris", settings.redirectUris, settings, context),
    ...checkAddresses("post_logout_redirect_uris", settings.postLogoutRedirectUris, settings, context),
    ...checkTypes(settings),
    ...checkKeys(settings),
    ...checkFrontchannelLogoutUri(settings),
  ];
}

/** The problems that `after` has and `before` did not have, so that a change is not refused for older problems. */
export function findNewProblems(
  before: ClientSettings,
  after: ClientSettings,
  context: RuleContext,
): MetadataProblem[] {
  const known = findProblems(before, context);
  return findProblems(after, context).filter(
    ({ member, sentence }) => !known.some((each) => each.member === member && each.sentence === sentence),
  );
}

function checkAddresses(
  member: string,
  uris: string[],
  { kind, tokenEndpointAuthMethod }: ClientSettings,
  { issuer, status }: RuleContext,
): MetadataProblem[] {
  return uris.flatMap((uri, index) => {
    // An address over the limit is checked as one more of a full list, so that it is the one that is refused.
    const registered = index < REDIRECT_URI_MAX_COUNT ? [] : uris.slice(0, REDIRECT_URI_MAX_COUNT);
    const { verdict, message } = checkRedirectUri(uri, {
      kind,
      isConfidential: tokenEndpointAuthMethod !== "none",
      status,
      issuer,
      registered,
    });
    return verdict === "error" ? [addressProblem(member, uri, message)] : [];
  });
}

/**
 * The grant types that these response types need; undefined for a word that belongs to no grant type.
 * @see OpenID Connect Dynamic Client Registration §2
 */
export function listNeededGrants(responseTypes: readonly string[]): (string | undefined)[] {
  return responseTypes.flatMap((type) => type.split(" ").map((word) => GRANTS_OF_WORD[word]));
}

function checkTypes({ grantTypes, responseTypes, tokenEndpointAuthMethod }: ClientSettings): MetadataProblem[] {
  const needed = listNeededGrants(responseTypes);
  const isAnswerable = needed.every((grant) => grant !== undefined && grantTypes.includes(grant));
  // RFC 7591 §2.1: authorization_code goes with the response type code, implicit with token.
  const isUsable = ["authorization_code", "implicit"].every(
    (grant) => !grantTypes.includes(grant) || needed.includes(grant),
  );
  if (!isAnswerable || !isUsable) return [problem("response_types", "types_mismatch")];
  // RFC 6749 §4.4: The client credentials grant type MUST only be used by confidential clients.
  if (grantTypes.includes("client_credentials") && tokenEndpointAuthMethod === "none") {
    return [problem("grant_types", "grant_unsuitable")];
  }
  return [];
}

function checkKeys(settings: ClientSettings): MetadataProblem[] {
  const { tokenEndpointAuthMethod: method, tokenEndpointAuthSigningAlg: alg, jwks, jwksUri } = settings;
  const count = [jwks, jwksUri].filter((each) => each !== null).length;
  // RFC 7591 §2: jwks and jwks_uri MUST NOT both be present.
  if (count > 1 || (method === "private_key_jwt" && count === 0)) return [problem("jwks", "jwks_missing")];
  // OIDC Core §6.1: an HMAC is made with the client secret.
  if (settings.requestObjectSigningAlg === "HS256" && !usesSecret(settings)) {
    return [problem("request_object_signing_alg", "signing_alg_mismatch")];
  }
  if (alg === null) return [];
  // OIDC Core §9: HS256 goes with the secret, all others with a key pair.
  const isFitting = method === "client_secret_jwt" ? alg === "HS256" : method === "private_key_jwt" && alg !== "HS256";
  return isFitting ? [] : [problem("token_endpoint_auth_signing_alg", "signing_alg_mismatch")];
}

// OpenID Connect Front-Channel Logout §2: domain, port and scheme MUST be those of a registered redirect URI.
function checkFrontchannelLogoutUri({ frontchannelLogoutUri: uri, redirectUris }: ClientSettings): MetadataProblem[] {
  if (uri === null) return [];
  const { origin } = new URL(uri);
  const isSame = redirectUris.some((each) => URL.canParse(each) && new URL(each).origin === origin);
  return isSame ? [] : [problem("frontchannel_logout_uri", "logout_uri_origin")];
}
