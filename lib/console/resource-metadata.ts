import { z } from "zod";
import { getEnv } from "../env";
import type { Resource, ScopeRisk } from "../oauth/model";
import { hasHiddenCharacters } from "../oauth/name-characters";
import { findOwnResource } from "../oauth/own-resources";
import { normalizeResourceIdentifier } from "../oauth/resource-identifier";

/** What tokens for an API look like. @see RFC 9068 */
export const tokenFormats = ["opaque", "jwt"] as const;

/** What signs the JWT access tokens of an API. RS256 is what every library checks (RFC 9068 §2.1), and so the default. */
export const signingAlgs = ["RS256", "ES256"] as const satisfies readonly Resource["signingAlg"][];

/** What the header of its JWT access tokens says they are. @see RFC 9068 §2.1 */
export const tokenTyps = ["at+jwt", "JWT"] as const satisfies readonly Resource["tokenTyp"][];

/** Which apps may ask for an API. */
export const clientPolicies = [
  "scopes",
  "open",
  "review",
  "listed",
] as const satisfies readonly Resource["clientPolicy"][];

export const scopeRisks = ["identity", "read", "change", "sensitive"] as const satisfies readonly ScopeRisk[];

/** Drawings that the consent page knows; without one it shows what the risk suggests. */
export const scopeIcons = [
  ...["calendar", "clock", "code", "contact", "file", "id-card", "image", "layout-grid", "mail", "map-pin"],
  ...["pencil", "phone", "user"],
] as const;

/** Seconds an access token may live: a day at most. */
export const ttlRange = { min: 1, max: 86_400 } as const;

const words = (maxLength: number) =>
  z
    .string()
    .trim()
    .max(maxLength, "words_long")
    .refine((text) => !hasHiddenCharacters(text), "name_characters");

/** RFC 8707 §2: an absolute URI without a fragment. It is compared in its normal form, and never fetched. */
const identifier = z
  .string({ error: "identifier_invalid" })
  .trim()
  .max(500, "identifier_invalid")
  .refine((uri) => normalizeResourceIdentifier(uri) !== null && URL.canParse(uri), "identifier_invalid")
  .refine((uri) => !/^[a-z]+:\/\/[^/]*@/i.test(uri), "identifier_invalid")
  .refine((uri) => findOwnResource(uri, getEnv().issuer) === null, "identifier_taken");

const settings = {
  name: words(80).min(1, "api_name_missing"),
  tokenFormat: z.enum(tokenFormats, { error: "field_invalid" }),
  accessTokenTtl: z
    .number({ error: "ttl_invalid" })
    .int("ttl_invalid")
    .min(ttlRange.min, "ttl_invalid")
    .max(ttlRange.max, "ttl_invalid"),
  signingAlg: z.enum(signingAlgs, { error: "field_invalid" }),
  tokenTyp: z.enum(tokenTyps, { error: "field_invalid" }),
  clientPolicy: z.enum(clientPolicies, { error: "field_invalid" }),
  listedClients: z.array(z.string().min(1).max(200)).max(1000, "field_invalid"),
};

/** What people read about a scope, how much it opens, and who may ask for it. A scope without words cannot exist. */
export const scopeWordsSchema = z.object({
  title: words(80).min(1, "scope_title_missing"),
  detail: words(200)
    .nullable()
    .default(null)
    .transform((text) => text || null),
  risk: z.enum(scopeRisks, { error: "field_invalid" }).default("read"),
  icon: z
    .enum(scopeIcons, { error: "field_invalid" })
    .or(z.literal("").transform(() => null))
    .nullable()
    .default(null),
  isPublic: z.boolean().default(true),
});

/** A new scope. RFC 6749 §3.3 allows more characters; these also survive addresses, forms and logs unchanged. */
export const scopeSchema = scopeWordsSchema.extend({
  name: z
    .string({ error: "scope_name_invalid" })
    .trim()
    .max(100, "scope_name_invalid")
    .regex(/^[A-Za-z0-9][A-Za-z0-9:._/~-]*$/, "scope_name_invalid"),
});

/** A new API, maybe with its first scopes. */
export const resourceSchema = z.object({
  identifier,
  ...settings,
  tokenFormat: settings.tokenFormat.default("opaque"),
  accessTokenTtl: settings.accessTokenTtl.default(600),
  signingAlg: settings.signingAlg.default("RS256"),
  tokenTyp: settings.tokenTyp.default("at+jwt"),
  clientPolicy: settings.clientPolicy.default("scopes"),
  listedClients: settings.listedClients.default([]),
  scopes: z.array(scopeSchema).max(100, "field_invalid").default([]),
});

/** What can be changed about an API; absent members stay. */
export const resourceChangesSchema = z.object({ ...settings, allowsQueryToken: z.boolean() }).partial();
