import { hash, timingSafeEqual } from "node:crypto";
import { uuidV7 } from "../uuid-v7";
import type { OAuthContext } from "./context";

/** Prefixes that tell a leak scanner, or a person, what a secret is. */
export const ACCESS_TOKEN_PREFIX = "pt_at_";
export const REFRESH_TOKEN_PREFIX = "pt_rt_";
export const CLIENT_SECRET_PREFIX = "pt_cs_";
export const REGISTRATION_TOKEN_PREFIX = "pt_rg_";
export const DIRECTORY_TOKEN_PREFIX = "pt_dr_";
export const CLIENT_ID_PREFIX = "pt_cl_";
export const AUTHORIZATION_CODE_PREFIX = "pt_ac_";

/** A new secret: the prefix and 32 random bytes in base64url. @see RFC 6749 §10.10 */
export function newSecret(prefix: string, context: Pick<OAuthContext, "random">): string {
  return prefix + Buffer.from(context.random(32)).toString("base64url");
}

/**
 * The stored form of a secret: SHA-256, base64url. No salt or stretching is needed, because the secrets hold 256 random
 * bits.
 */
export function hashSecret(secret: string): string {
  return hash("sha256", secret, "base64url");
}

/** A new row id, which sorts by time. */
export function newUuid(context: Pick<OAuthContext, "random" | "now">): string {
  return uuidV7(context.now().getTime(), context.random(16));
}

/** A row id that is the same for the same secret, and tells nobody what that is. @see RFC 9562 §5.8 */
export function uuidOf(purpose: string, secret: string): string {
  const bytes = hash("sha256", `${purpose} ${secret}`, "hex");
  return [
    bytes.slice(0, 8),
    bytes.slice(8, 12),
    `8${bytes.slice(13, 16)}`,
    `8${bytes.slice(17, 20)}`,
    bytes.slice(20, 32),
  ].join("-");
}

/** Whether two strings are equal, in a time that depends only on their length. */
export function equalInConstantTime(one: string, other: string): boolean {
  const first = Buffer.from(one);
  const second = Buffer.from(other);
  return first.length === second.length && timingSafeEqual(first, second);
}
