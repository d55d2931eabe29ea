import { hash } from "node:crypto";
import type { OAuthContext } from "./context";

/** Marks by which a leak scanner, or a person, tells what a secret is. */
export const ACCESS_TOKEN_PREFIX = "pt_at_";
export const REFRESH_TOKEN_PREFIX = "pt_rt_";
export const CLIENT_SECRET_PREFIX = "pt_cs_";
export const REGISTRATION_TOKEN_PREFIX = "pt_rg_";
export const CLIENT_ID_PREFIX = "pt_cl_";
export const AUTHORIZATION_CODE_PREFIX = "pt_ac_";

/** A new secret: the prefix and 32 random bytes in base64url. @see RFC 6749 §10.10 */
export function newSecret(prefix: string, context: Pick<OAuthContext, "random">): string {
  return prefix + Buffer.from(context.random(32)).toString("base64url");
}

/**
 * What is stored of a secret: SHA-256, base64url. Enough without salt or stretching, because the secrets hold 256 random bits.
 */
export function hashSecret(secret: string): string {
  return hash("sha256", secret, "base64url");
}

/** A new row id that sorts by time. @see RFC 9562 §5.7 (UUID version 7) */
export function newUuid(context: Pick<OAuthContext, "random" | "now">): string {
  const bytes = Buffer.from(context.random(16));
  bytes.writeUIntBE(context.now().getTime(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
