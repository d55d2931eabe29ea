import { z } from "zod";
import { readForeignHash } from "../auth/foreign-passwords/read-hash";
import type { CsvRow } from "./csv-rows";
import type { Entry, ForeignApp } from "./entry";
import type { JsonEntry } from "./json-entries";

/** How Doorkeeper stores the secrets of its apps (`hash_application_secrets`): a file does not say so itself. */
export const STORED_SECRETS = ["plain", "sha256"] as const;
export type StoredSecrets = (typeof STORED_SECRETS)[number];

const text = z.string().nullish();

const applicationSchema = z.looseObject({
  uid: z.string().min(1),
  name: text,
  secret: text,
  redirect_uri: text,
  scopes: text,
  confidential: z.union([z.boolean(), z.string()]).nullish(),
});

/** A row of Doorkeeper's table `oauth_applications`, as JSON. */
export function readDoorkeeperRow({ at, value }: JsonEntry, stored: StoredSecrets): Entry {
  const parsed = applicationSchema.safeParse(value);
  if (!parsed.success) return { at, leftOut: "broken" };
  const { uid, name, secret, redirect_uri, scopes, confidential } = parsed.data;
  const isPublic = confidential === false || /^(?:f|false|0)$/i.test(String(confidential));
  const addresses = redirect_uri?.split(/\s+/).filter(Boolean) ?? [];
  const metadata = {
    client_name: name,
    redirect_uris: addresses,
    scope: scopes,
    token_endpoint_auth_method: isPublic ? "none" : "client_secret_basic",
    // Doorkeeper lets an app do whatever the server can; without an address, this is all that it can do.
    ...(addresses.length === 0 && { grant_types: ["client_credentials"], response_types: [] }),
  };
  return { at, app: { clientId: uid, metadata, secret: secret ? readSecret(secret, stored) : null, notes: [] } };
}

/** The same as CSV. */
export function readDoorkeeperCsv({ at, fields }: CsvRow, stored: StoredSecrets): Entry {
  if (fields === null) return { at, leftOut: "broken" };
  return readDoorkeeperRow({ at, list: "", value: Object.fromEntries(fields) }, stored);
}

function readSecret(secret: string, stored: StoredSecrets): ForeignApp["secret"] {
  // Doorkeeper can store them by bcrypt as well, and a file can have some of each kind.
  if (/^\$2[aby]\$/.test(secret)) return readForeignHash(secret);
  if (stored === "plain") return secret;
  return /^[0-9a-f]{64}$/.test(secret) ? { secretHash: Buffer.from(secret, "hex").toString("base64url") } : null;
}
