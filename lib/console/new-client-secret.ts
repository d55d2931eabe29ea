import { createHash, randomBytes } from "node:crypto";

export interface NewSecretValue {
  /** shown once, kept nowhere */
  value: string;
  /** base64url of SHA-256; enough for 256 random bits */
  secretHash: string;
  /** last four characters */
  hint: string;
}

/** The stored form of a client secret. */
export function describeSecret(value: string): NewSecretValue {
  return { value, secretHash: createHash("sha256").update(value).digest("base64url"), hint: value.slice(-4) };
}

/** 256 random bits behind a prefix that leak scanners can look for. */
export function generateClientSecret(): NewSecretValue {
  return describeSecret(`pt_cs_${randomBytes(32).toString("base64url")}`);
}
