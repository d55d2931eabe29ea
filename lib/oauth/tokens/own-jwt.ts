import { compactVerify, createLocalJWKSet, decodeJwt, errors, type JWTPayload } from "jose";
import { z } from "zod";
import { SIGNING_ALGS } from "../algorithms";
import type { OAuthContext } from "../context";

const payloadSchema = z.looseObject({
  iss: z.string(),
  sub: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  jti: z.string().optional(),
  client_id: z.string().optional(),
});

/**
 * The audience that a JWT claims (the first of several), before anything is checked; null: it has none, or it is not a
 * JWT.
 */
export function readClaimedAudience(jwt: string): string | null {
  try {
    const [audience] = [decodeJwt(jwt).aud ?? []].flat();
    return typeof audience === "string" ? audience : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

/**
 * The payload of a JWT that this server signed with a key that it still publishes, or null. Does not check expiry.
 * @param typ the `typ` that it must have, so that one kind of token is never taken for another (RFC 8725 §3.11). Some
 *   APIs have access tokens with the `typ` "JWT", like ID tokens; RFC 9068 §2.2 tells them apart by their client_id
 */
export async function findOwnJwtPayload(
  jwt: string,
  typ: string,
  context: Pick<OAuthContext, "keys" | "issuer">,
): Promise<JWTPayload | null> {
  try {
    const keySet = createLocalJWKSet({ keys: await context.keys.listPublicJwks() });
    const { payload, protectedHeader } = await compactVerify(jwt, keySet, { algorithms: [...SIGNING_ALGS] });
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
