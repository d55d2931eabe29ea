import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { config } from "./config";
import { getMetadata } from "./metadata";
import { RevokedTokens } from "./revoked-tokens";
import { StatusListCheck } from "./status-list";

/** What a valid access token says: who, and what they allowed. */
export interface TokenInfo {
  subject: string;
  clientId: string;
  scopes: string[];
}

interface Issuer {
  keys: ReturnType<typeof createRemoteJWKSet>;
  statusLists: StatusListCheck;
  revokedTokens: RevokedTokens;
}

let known: Issuer | null = null;

async function getIssuer(): Promise<Issuer> {
  if (known === null) {
    const keys = createRemoteJWKSet(new URL((await getMetadata()).jwks_uri));
    known = {
      keys,
      statusLists: new StatusListCheck({ issuer: config.issuer, keys }),
      revokedTokens: new RevokedTokens({ ...config, keys }),
    };
  }
  return known;
}

/** Hears of revoked tokens until `signal` aborts. */
export async function hearOfRevokedTokens(signal: AbortSignal): Promise<void> {
  await (await getIssuer()).revokedTokens.poll(signal);
}

/**
 * Checks an access token, whichever of the two formats the portal issues.
 * @returns null for a token that is not, or no longer, valid for this API
 * @throws when the portal cannot be reached
 */
export function checkAccessToken(token: string): Promise<TokenInfo | null> {
  return token.split(".").length === 3 ? checkJwt(token) : introspect(token);
}

/** @see RFC 9068 §4 */
async function checkJwt(token: string): Promise<TokenInfo | null> {
  const { keys, statusLists, revokedTokens } = await getIssuer();
  const payload = await verify(token, keys);
  if (payload === null || revokedTokens.has(payload)) return null;
  if (await statusLists.isRevoked(payload)) return null;
  return toTokenInfo(payload);
}

async function verify(token: string, keys: JWTVerifyGetKey): Promise<JWTPayload | null> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: config.issuer,
      audience: config.resource,
      typ: "at+jwt",
      algorithms: ["ES256", "RS256"],
      requiredClaims: ["exp", "iat", "sub", "client_id", "jti"],
    });
    return payload;
  } catch (error) {
    // A token that fails is the caller's problem; keys that cannot be fetched are ours.
    if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) throw error;
    return null;
  }
}

/** @see RFC 7662 §2 */
async function introspect(token: string): Promise<TokenInfo | null> {
  const { introspection_endpoint } = await getMetadata();
  // RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
  const credentials = [config.clientId, config.clientSecret].map(encodeURIComponent).join(":");
  const response = await fetch(introspection_endpoint, {
    method: "POST",
    redirect: "error",
    headers: { authorization: `Basic ${Buffer.from(credentials).toString("base64")}`, accept: "application/json" },
    body: new URLSearchParams({ token, token_type_hint: "access_token" }),
  });
  if (!response.ok) throw new Error(`Introspection answered ${response.status}: ${await response.text()}`);
  const claims = (await response.json()) as Record<string, unknown>;
  if (claims.active !== true) return null;
  // RFC 7662 §4: an active token for somebody else is not ours to accept.
  const audience = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (!audience.includes(config.resource)) return null;
  if (typeof claims.exp === "number" && claims.exp * 1000 <= Date.now()) return null;
  return toTokenInfo(claims);
}

function toTokenInfo(claims: Record<string, unknown>): TokenInfo | null {
  const { sub, client_id, scope } = claims;
  if (typeof sub !== "string" || typeof client_id !== "string") return null;
  return { subject: sub, clientId: client_id, scopes: typeof scope === "string" ? scope.split(" ") : [] };
}
