import { z } from "zod";
import { getEnv } from "../env";
import { hasHiddenCharacters } from "../oauth/client/name-characters";
import type { Resource, ScopeRisk, ScopeText } from "../oauth/model";
import { findOwnResource } from "../oauth/tokens/own-resources";
import { normalizeResourceIdentifier } from "../oauth/tokens/resource-identifier";

/** The formats of an API's tokens. @see RFC 9068 */
export const TOKEN_FORMATS = ["opaque", "jwt"] as const;

/** Algorithms for an API's JWT access tokens. Every library supports RS256 (RFC 9068 §2.1), so it is the default. */
export const API_SIGNING_ALGS = ["RS256", "ES256"] as const satisfies readonly Resource["signingAlg"][];

/** The `typ` header of its JWT access tokens. @see RFC 9068 §2.1 */
export const TOKEN_TYPS = ["at+jwt", "JWT"] as const satisfies readonly Resource["tokenTyp"][];

/** Which apps may ask for an API. */
export const CLIENT_POLICIES = [
  "scopes",
  "open",
  "review",
  "listed",
] as const satisfies readonly Resource["clientPolicy"][];

export const SCOPE_RISKS = ["identity", "read", "change", "sensitive"] as const satisfies readonly ScopeRisk[];

/** The icons that the consent page has. For a scope without one, it shows the icon of the risk. */
export const SCOPE_ICONS = [
  "calendar",
  "clock",
  "code",
  "contact",
  "file",
  "id-card",
  "image",
  "layout-grid",
  "mail",
  "map-pin",
  "pencil",
  "phone",
  "user",
  "users",
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
  tokenFormat: z.enum(TOKEN_FORMATS, { error: "field_invalid" }),
  accessTokenTtl: z
    .number({ error: "ttl_invalid" })
    .int("ttl_invalid")
    .min(ttlRange.min, "ttl_invalid")
    .max(ttlRange.max, "ttl_invalid"),
  signingAlg: z.enum(API_SIGNING_ALGS, { error: "field_invalid" }),
  tokenTyp: z.enum(TOKEN_TYPS, { error: "field_invalid" }),
  clientPolicy: z.enum(CLIENT_POLICIES, { error: "field_invalid" }),
  listedClients: z.array(z.string().min(1).max(200)).max(1000, "field_invalid"),
};

const scopeText = {
  title: words(80).min(1, "scope_title_missing"),
  detail: words(200)
    .nullable()
    .default(null)
    .transform((text) => text || null),
};

/** The canonical form of a language tag: `en-xa` is `en-XA`. @see BCP 47 */
const languageTag = z
  .string()
  .max(35)
  .transform((tag, { addIssue }) => {
    const canonical = findCanonicalTag(tag);
    if (canonical === null) addIssue({ code: "custom", message: "field_invalid" });
    return canonical ?? tag;
  });

function findCanonicalTag(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The words in other languages, without empty ones. */
export function dropEmptyTexts(texts: Readonly<Record<string, ScopeText | null>>): Record<string, ScopeText> {
  return Object.fromEntries(Object.entries(texts).flatMap(([tag, text]) => (text ? [[tag, text] as const] : [])));
}

/** What people read about a scope, how much it opens, and who may ask for it. A scope without words cannot exist. */
export const scopeWordsSchema = z.object({
  ...scopeText,
  /** the same in other languages, all optional; null removes those of a language */
  texts: z
    .record(languageTag, z.object(scopeText).nullable())
    .refine((texts) => Object.keys(texts).length <= 50)
    .default({}),
  risk: z.enum(SCOPE_RISKS, { error: "field_invalid" }).default("read"),
  icon: z
    .enum(SCOPE_ICONS, { error: "field_invalid" })
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
export const apiSchema = z.object({
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
export const apiChangesSchema = z.object({ ...settings, allowsQueryToken: z.boolean() }).partial();
