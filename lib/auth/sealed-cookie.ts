import { EncryptJWT, errors, jwtDecrypt } from "jose";
import { getEnv } from "@/lib/env";
import { deriveKey, deriveKeys } from "@/lib/keys/secret";

/**
 * Seals data for a cookie. The browser stores it, but can neither read nor change it. `purpose` keeps one cookie from
 * passing for another; `lifetime` in seconds.
 * @see RFC 7516 (JWE, here `dir` with A256GCM)
 */
export function seal(purpose: string, data: Record<string, unknown>, lifetime: number, now: Date): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new EncryptJWT({ data })
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .setIssuer(getEnv().issuer)
    .setAudience(purpose)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetime)
    .encrypt(deriveKey("cookies"));
}

/**
 * The data that `seal` sealed for this purpose; null if it was sealed for another purpose, was changed, or has expired.
 */
export async function unseal(purpose: string, sealed: string, now: Date): Promise<unknown> {
  for (const key of deriveKeys("cookies")) {
    try {
      const { payload } = await jwtDecrypt(sealed, key, {
        issuer: getEnv().issuer,
        audience: purpose,
        currentDate: now,
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
      });
      return payload.data;
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
    }
  }
  return null;
}
