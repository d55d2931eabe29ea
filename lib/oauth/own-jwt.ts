import { compactVerify, createLocalJWKSet, errors, type JWTPayload } from "jose";
import { z } from "zod";
import type { OAuthContext } from "./context";
import type { SigningAlg } from "./model";

/** The algorithms that this server signs with. */
export const SIGNING_ALGS: SigningAlg[] = ["ES256", "RS256", "PS256", "EdDSA"];

const payloadSchema = z.looseObject({
  iss: z.string(),
  sub: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  jti: z.string().optional(),
  client_id: z.string().optional(),
});

/**
 * The payload of a JWT that this server signed with a key it still publishes, or null. Expiry is not looked at.
 * @param typ the `typ` it must have: tokens of one kind are never taken for another (RFC 8725 §3.11). Some APIs have
 * access tokens of the `typ` "JWT", as ID tokens are: RFC 9068 §2.2 tells them apart, by their client_id
 */
export async function findOwnJwtPayload(
  jwt: string,
  typ: string,
  context: Pick<OAuthContext, "keys" | "issuer">,
): Promise<JWTPayload | null> {
  try {
    const keySet = createLocalJWKSet({ keys: await context.keys.listPublicJwks() });
    const { payload, protectedHeader } = await compactVerify(jwt, keySet, { algorithms: SIGNING_ALGS });
    const claims = payloadSchema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
    if (!claims.success || claims.data.iss !== context.issuer) return null;
    const written = protectedHeader.typ?.toLowerCase();
    const isAccessToken = written === "jwt" && claims.data.client_id !== undefined;
    return (isAccessToken ? "at+jwt" : written) === typ.toLowerCase() ? claims.data : null;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}
