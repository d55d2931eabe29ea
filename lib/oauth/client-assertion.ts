import { decodeJwt, errors } from "jose";
import { CLIENT_SIGNING_ALGS, CLOCK_SKEW, ClientJwtError, verifyClientJwt } from "./client-jwt";
import { isSameAlg } from "./client-keys";
import type { OAuthContext } from "./context";
import { ENDPOINT_PATHS } from "./endpoint-paths";
import type { AssertionAlg, Client, TokenEndpointAuthMethod } from "./model";
import { hashSecret } from "./tokens";

/** @see RFC 7523 §2.2 */
export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** The longest time that an assertion may have before it, in seconds; its `jti` is remembered as long. */
export const MAX_LIFETIME = 3600;

/** What an assertion may say that it is. @see RFC 8725 §3.11, draft-ietf-oauth-rfc7523bis */
const TYPES: readonly (string | undefined)[] = [undefined, "jwt", "client-authentication+jwt"];

/** Which algorithms each method takes. @see OIDC Core §9 */
const ALGS_OF_METHOD: Partial<Record<TokenEndpointAuthMethod, AssertionAlg[]>> = {
  client_secret_jwt: ["HS256"],
  private_key_jwt: CLIENT_SIGNING_ALGS,
};

/** Every algorithm of client assertions, for the metadata. */
export const ASSERTION_ALGS: AssertionAlg[] = Object.values(ALGS_OF_METHOD).flat();

/** Who an assertion says it is from, before anything of it was checked; null for what is no JWT. */
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
 * Checks a client assertion, and uses it up: it counts once.
 * @returns the secret that it was signed with; null for private_key_jwt
 * @throws {ClientJwtError}
 * @see RFC 7523 §3, OIDC Core §9
 */
export async function verifyClientAssertion(
  assertion: string,
  client: Client,
  context: OAuthContext,
): Promise<string | null> {
  const fitting = ALGS_OF_METHOD[client.tokenEndpointAuthMethod] ?? [];
  const { tokenEndpointAuthSigningAlg: only } = client;
  const algs = fitting.filter((alg) => only === null || isSameAlg(alg, only));
  const { payload, typ, secretId } = await verifyClientJwt(
    assertion,
    client,
    algs,
    {
      // RFC 7523 §3 items 1 to 3: iss and sub are the client, aud is this server.
      issuer: client.clientId,
      subject: client.clientId,
      audience: [context.issuer, context.issuer + ENDPOINT_PATHS.token],
      requiredClaims: ["iss", "sub", "aud", "exp", "jti"],
    },
    context,
  );
  // RFC 8725 §3.11: a JWT that the client signed for something else does not stand for the client.
  if (!TYPES.includes(typ?.toLowerCase().replace(/^application\//, ""))) {
    throw new ClientJwtError("its typ must be client-authentication+jwt, JWT or left out");
  }
  // draft-ietf-oauth-rfc7523bis: what is for several servers could be passed on by one of them to another.
  if (typeof payload.aud !== "string") throw new ClientJwtError("its aud must be one string: the issuer");
  const { jti, exp = 0 } = payload;
  const now = context.now();
  if (exp > now.getTime() / 1000 + MAX_LIFETIME + CLOCK_SKEW) {
    throw new ClientJwtError(`its exp is more than ${MAX_LIFETIME} seconds away`);
  }
  if (typeof jti !== "string" || jti === "") throw new ClientJwtError("its jti is not a string");
  // OIDC Core §9: the jti is used once.
  const jtiHash = hashSecret(JSON.stringify(["client-assertion", client.clientId, jti]));
  const usedUntil = new Date((exp + CLOCK_SKEW + 1) * 1000);
  if (!(await context.store.useJti(jtiHash, usedUntil, now))) throw new ClientJwtError("its jti was used before");
  return secretId;
}
