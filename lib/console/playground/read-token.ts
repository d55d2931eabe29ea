import { compactVerify, createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, type JWK } from "jose";

/** What is checked of a signed token, in this order. @see OIDC Core §3.1.3.7, RFC 9068 §4 */
export type TokenCheck = "signature" | "iss" | "aud" | "exp" | "nonce";

/** A signed token, decoded. */
export interface ReadToken {
  header: [name: string, value: string][];
  claims: [name: string, value: string][];
  checks: { check: TokenCheck; isRight: boolean }[];
}

/** What a token must say to the one who reads it. What is left out is not checked. */
export interface ExpectedToken {
  issuer: string;
  audience?: string;
  nonce?: string;
  now: Date;
}

/** Decodes a token and checks it as an app or an API would; null: it is no signed token, and only the portal can read it. */
export async function readToken(
  token: string,
  { issuer, audience, nonce, now }: ExpectedToken,
  keys: JWK[],
): Promise<ReadToken | null> {
  const parts = decode(token);
  if (parts === null) return null;
  const { header, claims } = parts;
  const expected: { check: TokenCheck; isRight: boolean }[] = [
    { check: "signature", isRight: await isSigned(token, keys) },
    { check: "iss", isRight: claims.iss === issuer },
    ...(audience === undefined ? [] : [{ check: "aud" as const, isRight: [claims.aud].flat().includes(audience) }]),
    { check: "exp", isRight: typeof claims.exp === "number" && claims.exp * 1000 > now.getTime() },
    ...(nonce === undefined ? [] : [{ check: "nonce" as const, isRight: claims.nonce === nonce }]),
  ];
  return { header: toPairs(header), claims: toPairs(claims), checks: expected };
}

function decode(token: string) {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch (error) {
    // jose says so of whatever is no JWT.
    if (error instanceof errors.JWTInvalid || error instanceof TypeError) return null;
    throw error;
  }
}

async function isSigned(token: string, keys: JWK[]): Promise<boolean> {
  try {
    await compactVerify(token, createLocalJWKSet({ keys }));
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

function toPairs(values: object): [name: string, value: string][] {
  return Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
}
