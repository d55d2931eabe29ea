import { createHash, hkdfSync } from "node:crypto";

/** What the purpose is whose keys the signer keeps for itself. */
export const SIGNER_PURPOSE = "signing-keys";

/**
 * The purposes of keys that are derived from the portal's secret by every process.
 * @type {readonly string[]}
 */
export const SHARED_PURPOSES = [
  "authenticators",
  "backup-seal",
  "backup-secret",
  "client-secrets",
  "cookies",
  "csrf",
  "doctor",
  "email-codes",
  "event-authorizations",
  "kept-keys",
  "known-browser",
  "passkey-declined",
  "peer",
  "person-marks",
  "secret-id",
  "upstreams",
  // Kept keys: their first generation is derived where a version of before made the database.
  "audit-chain",
  "authorization-code",
  "browser-state",
  "demo",
  "pairwise-subject",
  "password-pepper",
  "rate-limits",
  "recovery-codes",
  "refresh-token",
  "session-state",
];

/** What a limited secret begins with. */
const START = "portico-keys.";

/**
 * A key of 32 bytes that only this secret leads to.
 * @param {string} secret @param {string} purpose @returns {Buffer}
 * @see RFC 5869 (HKDF, here with SHA-256)
 */
export function deriveWhole(secret, purpose) {
  return Buffer.from(hkdfSync("sha256", secret, "portico", purpose, 32));
}

/** Names a key, and tells nobody what it is. @param {Buffer} key */
export const nameKey = (key) => createHash("sha256").update(key).digest("base64url").slice(0, 12);

/**
 * What takes the place of a secret in a process that may not sign: the keys of all other purposes, and the name of the key
 * that it does not get. Nothing leads from these keys to the secret, or to another key.
 * @param {string} secret
 */
export function limitSecret(secret) {
  const keys = Object.fromEntries(
    SHARED_PURPOSES.map((purpose) => [purpose, deriveWhole(secret, purpose).toString("base64url")]),
  );
  const kept = nameKey(deriveWhole(secret, SIGNER_PURPOSE));
  return START + Buffer.from(JSON.stringify({ keys, kept })).toString("base64url");
}

/**
 * Reads back what {@link limitSecret} made; null: it is a whole secret.
 * @param {string} secret @returns {{ keys: Record<string, string>, kept: string } | null}
 */
export function readLimited(secret) {
  if (!secret.startsWith(START)) return null;
  return JSON.parse(Buffer.from(secret.slice(START.length), "base64url").toString());
}
