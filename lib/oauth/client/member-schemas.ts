import { z } from "zod";
import { holdsCredentials, isHttpsAddress } from "./https-address";
import { clientJwksSchema } from "./jwks-schema";
import { isAppLoopback } from "./loopback";
import { hasHiddenCharacters } from "./name-characters";

// The schema of each member of a client's metadata. The messages are keys of `register/problems.ts` and of the
// console's words.

/** The name people see on the consent page: no line breaks, no invisible or direction-turning characters. */
export const clientNameSchema = z
  .string({ error: "name_missing" })
  .trim()
  .min(1, "name_missing")
  .max(80, "name_long")
  .refine((name) => !hasHiddenCharacters(name), "name_characters");

/** The organisation behind a client; empty: none. */
export const publisherSchema = z
  .string()
  .trim()
  .max(80, "publisher_long")
  .transform((value) => (value === "" ? null : value))
  .refine((value) => value === null || !hasHiddenCharacters(value), "name_characters");

/** A page of the client's own; https, or http on this machine. Empty: none. */
export const linkSchema = z
  .string()
  .trim()
  .max(2000, "link_long")
  .transform((value) => (value === "" ? null : value))
  .refine((value) => value === null || isWebAddress(value), "link_invalid");

/** Whom to write to about the client. */
export const contactsSchema = z.array(z.email("contact_invalid")).max(5, "contacts_many");

/** RFC 7517 §5: public keys by value. */
export const jwksSchema = z.unknown().transform((value, issues): z.infer<typeof clientJwksSchema> => {
  const { success, data } = clientJwksSchema.safeParse(value);
  if (success) return data;
  issues.addIssue("jwks_invalid");
  return z.NEVER;
});

/** Where public keys are published. */
export const jwksUriSchema = httpsAddress("jwks_invalid");

/** OIDC Core §6.2: 512 ASCII characters at most. A fragment may hold the hash of the content. */
export const requestUrisSchema = z
  .array(httpsAddress("request_uri_invalid").max(512, "request_uri_invalid"))
  .max(20, "request_uri_invalid");

/** OpenID Connect Dynamic Client Registration §2: https. */
export const initiateLoginUriSchema = httpsAddress("initiate_login_uri_invalid");

/** OpenID Connect Back-Channel Logout §2.2: absolute, no fragment. */
export const backchannelLogoutUriSchema = httpsAddress("logout_uri_invalid").refine(
  (uri) => !uri.includes("#"),
  "logout_uri_invalid",
);

/** OpenID Connect Front-Channel Logout §2; http on this machine, for a client under development. */
export const frontchannelLogoutUriSchema = z
  .string()
  .max(2000, "link_long")
  .refine((uri) => isWebAddress(uri) && !uri.includes("#"), "logout_uri_invalid");

function httpsAddress(key: string) {
  return z
    .string()
    .max(2000, key)
    .refine((uri) => /^[\x21-\x7e]+$/.test(uri) && isHttpsAddress(uri), key);
}

function isWebAddress(value: string): boolean {
  if (isHttpsAddress(value)) return true;
  if (!URL.canParse(value) || holdsCredentials(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "http:" && isAppLoopback(hostname);
}
