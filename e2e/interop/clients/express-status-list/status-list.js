import { getListFromStatusListJWT, getStatusListFromJWT } from "@sd-jwt/jwt-status-list";
import { jwtVerify } from "jose";

/**
 * Tells which of an issuer's JWT access tokens are revoked, by the Token Status Lists that they name. It asks for a
 * list once in its `ttl`, however many tokens are checked. `keys` are the issuer's, by `createRemoteJWKSet` of jose.
 * The function that it returns takes a token that was verified before, and throws if the list cannot be read: refuse
 * such a request.
 */
export function createStatusListCheck({ issuer, keys }) {
  const lists = new Map();
  const reads = new Map();

  async function read(uri) {
    // Only the issuer says what became of its tokens, and no token may send this API anywhere else.
    if (!uri.startsWith(`${issuer}/`)) throw new Error(`The status list is not the issuer's: ${uri}`);
    const headers = { accept: "application/statuslist+jwt" };
    const response = await fetch(uri, { headers, redirect: "error", signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(`The status list answered ${response.status}`);
    const jwt = await response.text();
    const receivedAt = Date.now();
    const { payload } = await jwtVerify(jwt, keys, {
      issuer,
      subject: uri,
      typ: "statuslist+jwt",
      requiredClaims: ["iat", "exp"],
    });
    const expiresAt = payload.exp * 1000;
    const freshUntil = Math.min(receivedAt + (payload.ttl ?? 0) * 1000, expiresAt);
    const known = { list: getListFromStatusListJWT(jwt), expiresAt, freshUntil };
    for (const [other, { expiresAt: end }] of lists) if (end <= receivedAt) lists.delete(other);
    lists.set(uri, known);
    return known;
  }

  /** What is known is used until its `ttl` is over, and until its `exp` while the issuer does not answer. */
  async function get(uri) {
    const known = lists.get(uri);
    if (known && Date.now() < known.freshUntil) return known;
    const reading = reads.get(uri) ?? read(uri).finally(() => reads.delete(uri));
    reads.set(uri, reading);
    try {
      return await reading;
    } catch (error) {
      if (known && Date.now() < known.expiresAt) return known;
      throw error;
    }
  }

  return async function isRevoked(token, { status }) {
    if (status === undefined) return false;
    const { idx, uri } = getStatusListFromJWT(token);
    return (await get(uri)).list.getStatus(idx) !== 0;
  };
}
