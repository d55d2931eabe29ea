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
});

/**
 * The payload of a JWT that this server signed with a key it still publishes, or null. Expiry is not looked at.
 * @param typ the `typ` it must have: tokens of one kind are never taken for another (RFC 8725 §3.11)
 */
export async function findOwnJwtPayload(
  jwt: string,
  typ: string,
  context: Pick<OAuthContext, "keys" | "issuer">,
): Promise<JWTPayload | null> {
  try {
    const keySet = createLocalJWKSet({ keys: await context.keys.listPublicJwks() });
    const { payload, protectedHeader } = await compactVerify(jwt, keySet, { algorithms: SIGNING_ALGS });
    if (protectedHeader.typ?.toLowerCase() !== typ.toLowerCase()) return null;
    const claims = payloadSchema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
    return claims.success && claims.data.iss === context.issuer ? claims.data : null;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}
