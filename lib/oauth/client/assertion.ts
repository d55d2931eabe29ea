import { decodeJwt, errors } from "jose";
import { CLIENT_SIGNING_ALGS } from "../algorithms";
import type { OAuthContext } from "../context";
import type { AssertionAlg, Client, TokenEndpointAuthMethod } from "../model";
import { hashSecret } from "../secrets";
import { TOKEN_PATH } from "../token-path";
import { isSameAlg } from "./keys";
import { CLOCK_SKEW, ClientJwtError, verifyClientJwt } from "./signed-jwt";

/** @see RFC 7523 §2.2 */
export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** The longest time until an assertion's `exp`, in seconds. Its `jti` is remembered for that long. */
export const MAX_LIFETIME = 3600;

/** The values of `typ` that an assertion may have. @see RFC 8725 §3.11, draft-ietf-oauth-rfc7523bis */
const TYPES: readonly (string | undefined)[] = [undefined, "jwt", "client-authentication+jwt"];

/** Which algorithms each method takes. @see OIDC Core §9 */
const ALGS_OF_METHOD: Partial<Record<TokenEndpointAuthMethod, readonly AssertionAlg[]>> = {
  client_secret_jwt: ["HS256"],
  private_key_jwt: CLIENT_SIGNING_ALGS,
};

/** The client that an assertion claims to be from, before anything is checked; null if it is not a JWT. */
export function readClaimedClient(assertion: string): string | null {
  try {
    const { sub } = decodeJwt(assertion);
    return typeof sub === "string" && !sub.includes("\0") ? sub : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

/**
 * Checks a client assertion and uses it up: each assertion counts once.
 * @returns the secret that signed it; null for private_key_jwt
 * @throws {ClientJwtError}
 * @see RFC 7523 §3, OIDC Core §9
 */
export async function verifyClientAssertion(
  assertion: string,
  client: Client,
  request: Request,
  context: OAuthContext,
): Promise<string | null> {
  const fitting = ALGS_OF_METHOD[client.tokenEndpointAuthMethod] ?? [];
  const { tokenEndpointAuthSigningAlg: only } = client;
  const algs = fitting.filter((alg) => only === null || isSameAlg(alg, only));
  // RFC 7523 §3 items 1 to 3: iss and sub are the client, aud is this server.
  const claims = {
    issuer: client.clientId,
    subject: client.clientId,
    audience: [context.issuer, context.issuer + TOKEN_PATH],
    requiredClaims: ["iss", "sub", "aud", "exp", "jti"],
  };
  const check = () => verifyClientJwt(assertion, client, algs, claims, context);
  const { payload, typ, secretId } = await context.signatureChecks.run(request, client.clientId, check);
  // RFC 8725 §3.11: a JWT that the client signed for another purpose does not authenticate the client.
  if (!TYPES.includes(typ?.toLowerCase().replace(/^application\//, ""))) {
    throw new ClientJwtError("its typ must be client-authentication+jwt, JWT or left out");
  }
  // draft-ietf-oauth-rfc7523bis: if it named several servers, one of them could pass it on to another.
  if (typeof payload.aud !== "string") throw new ClientJwtError("its aud must be one string: the issuer");
  const { jti, exp = 0 } = payload;
  const now = context.now();
  if (exp > now.getTime() / 1000 + MAX_LIFETIME + CLOCK_SKEW) {
    throw new ClientJwtError(`its exp is more than ${MAX_LIFETIME} seconds in the future`);
  }
  if (typeof jti !== "string" || jti === "") throw new ClientJwtError("its jti is not a string");
  // OIDC Core §9: a jti may be used only once.
  const jtiHash = hashSecret(JSON.stringify(["client-assertion", client.clientId, jti]));
  const usedUntil = new Date((exp + CLOCK_SKEW + 1) * 1000);
  if (!(await context.store.useJti(jtiHash, usedUntil, now))) throw new ClientJwtError("its jti was used before");
  return secretId;
}
