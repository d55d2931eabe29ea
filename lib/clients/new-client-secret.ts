import { randomBytes } from "node:crypto";
import { CLIENT_SECRET_PREFIX, hashSecret, newSecret } from "../oauth/secrets";

export interface NewSecretValue {
  /** shown once, kept nowhere */
  value: string;
  secretHash: string;
  /** last four characters */
  hint: string;
}

/** The stored form of a client secret. */
export function describeSecret(value: string): NewSecretValue {
  return { value, secretHash: hashSecret(value), hint: value.slice(-4) };
}

/** 256 random bits behind a prefix that leak scanners can look for. */
export function generateClientSecret(): NewSecretValue {
  return describeSecret(newSecret(CLIENT_SECRET_PREFIX, { random: randomBytes }));
}
