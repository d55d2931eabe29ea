import {
  decodeProtectedHeader,
  errors,
  type JWK,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
  type ProtectedHeaderParameters,
} from "jose";
import type { OAuthContext } from "../context";
import type { AssertionAlg, Client } from "../model";
import { ClientKeysError } from "./keys";

/** How far a client's clock may be off, in seconds. @see RFC 7519 §4.1.4 */
export const CLOCK_SKEW = 30;

/** A client's JWT is not valid. The message says why, without quoting the JWT. */
export class ClientJwtError extends Error {
  override name = "ClientJwtError";
}

/** A JWT that its client signed. */
export interface ClientJwt {
  payload: JWTPayload;
  typ: string | undefined;
  /** the secret that signed it; null: a key pair signed it */
  secretId: string | null;
}

interface Candidate {
  key: JWK | Uint8Array;
  secretId: string | null;
}

/**
 * Checks that a client signed this JWT with one of `algs`, and that its times, issuer and audience are what `claims`
 * says. HS256 is checked with the client's secrets only, every other algorithm with its public keys only, so that a
 * public key can never pass for a secret.
 * @throws {ClientJwtError}
 * @see RFC 7519 §7.2, RFC 8725 §3.1, §3.2
 */
export async function verifyClientJwt(
  jwt: string,
  client: Client,
  algs: readonly AssertionAlg[],
  claims: Pick<JWTVerifyOptions, "issuer" | "subject" | "audience" | "requiredClaims">,
  context: Pick<OAuthContext, "clientKeys" | "openSecret" | "now">,
): Promise<ClientJwt> {
  const header = readHeader(jwt);
  const alg = algs.find((each) => each === header.alg);
  if (alg === undefined) throw new ClientJwtError(`it must be signed with ${algs.join(" or ")}`);
  const candidates = await findCandidates(client, alg, header, context);
  if (candidates.length === 0) throw new ClientJwtError("none of the client's keys fits its header");
  for (const { key, secretId } of candidates) {
    const payload = await verify(jwt, key, { ...claims, algorithms: [alg] }, context.now());
    if (payload !== null) return { payload, typ: header.typ, secretId };
  }
  throw new ClientJwtError("its signature cannot be verified");
}

function readHeader(jwt: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(jwt);
  } catch (cause) {
    throw new ClientJwtError("it is not a signed JWT", { cause });
  }
}

async function findCandidates(
  client: Client,
  alg: AssertionAlg,
  { kid }: ProtectedHeaderParameters,
  context: Pick<OAuthContext, "clientKeys" | "openSecret" | "now">,
): Promise<Candidate[]> {
  if (alg === "HS256") {
    const live = client.secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > context.now());
    const opened = live.map(async ({ id, secretJwe }): Promise<Candidate[]> => {
      if (secretJwe === null) return [];
      return [{ key: new TextEncoder().encode(await context.openSecret(secretJwe)), secretId: id }];
    });
    return (await Promise.all(opened)).flat();
  }
  try {
    const keys = await context.clientKeys.find(client, { alg, kid });
    return keys.map((key) => ({ key, secretId: null }));
  } catch (error) {
    if (error instanceof ClientKeysError) throw new ClientJwtError(error.message, { cause: error });
    throw error;
  }
}

/** The payload, or null when this key did not make the signature. */
async function verify(
  jwt: string,
  key: JWK | Uint8Array,
  options: JWTVerifyOptions,
  now: Date,
): Promise<JWTPayload | null> {
  try {
    const { payload } = await jwtVerify(jwt, key, { ...options, currentDate: now, clockTolerance: CLOCK_SKEW });
    const latest = now.getTime() / 1000 + CLOCK_SKEW;
    if (typeof payload.iat === "number" && payload.iat > latest) throw new ClientJwtError("its iat is in the future");
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JWSSignatureVerificationFailed) return null;
    if (cause instanceof errors.JWTExpired) throw new ClientJwtError("it has expired", { cause });
    // For a key that is too short or broken, the platform throws a TypeError or a DOMException.
    if (cause instanceof errors.JOSEError || cause instanceof TypeError || cause instanceof DOMException) {
      throw new ClientJwtError(cause.message, { cause });
    }
    throw cause;
  }
}
