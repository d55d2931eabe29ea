import { listLanguages } from "../i18n/locale";
import { type AccountClaims, accountClaimsSchema } from "../oauth/tokens/account-claims";

/** The claims that a directory's attributes become. */
const CLAIMS = [
  "given_name",
  "family_name",
  "middle_name",
  "nickname",
  "profile",
  "picture",
  "zoneinfo",
  "phone_number",
] as const satisfies readonly (keyof AccountClaims)[];

type ToldClaim = (typeof CLAIMS)[number];

/** What apps and pages are told of what a directory says; null: nothing. */
export interface ToldProfile {
  name: string | null;
  /** a language that the portal speaks */
  locale: string | null;
  claims: Record<ToldClaim, string | null>;
}

/**
 * What the attributes of RFC 7643 §4.1 become here. A value that no app could take, such as a telephone number that is
 * none, is kept for the directory and told to nobody.
 * @see OIDC Core §5.1
 */
export function toProfile(attributes: Record<string, unknown>): ToldProfile {
  const name = objectOf(attributes.name);
  const both = [name.givenName, name.familyName].filter((part) => typeof part === "string").join(" ");
  const said: Record<ToldClaim, unknown> = {
    given_name: name.givenName,
    family_name: name.familyName,
    middle_name: name.middleName,
    nickname: attributes.nickName,
    profile: attributes.profileUrl,
    picture: mainValue(attributes.photos),
    zoneinfo: attributes.timezone,
    // RFC 7643 §4.1.2: a URI of RFC 3966.
    phone_number: textOf(mainValue(attributes.phoneNumbers))?.replace(/^tel:/i, ""),
  };
  const claims = Object.fromEntries(CLAIMS.map((claim) => [claim, readClaim(claim, said[claim])]));
  return {
    name: readClaim("name", attributes.displayName) ?? readClaim("name", name.formatted) ?? readClaim("name", both),
    locale: findLanguage(attributes.preferredLanguage) ?? findLanguage(attributes.locale),
    claims: claims as Record<ToldClaim, string | null>,
  };
}

function readClaim(claim: ToldClaim | "name", value: unknown): string | null {
  if (value === undefined || value === "") return null;
  const { data } = accountClaimsSchema.shape[claim].safeParse(value);
  return data === undefined || data === "" ? null : data;
}

/** @see RFC 7643 §2.4 (primary) */
function mainValue(values: unknown): unknown {
  const all = Array.isArray(values) ? values.map(objectOf) : [];
  return (all.find(({ primary }) => primary === true) ?? all[0])?.value;
}

function findLanguage(said: unknown): string | null {
  // RFC 7643 §4.1.1: preferredLanguage is a header's value, such as "en-us, en;q=0.8".
  const [first = ""] = (textOf(said) ?? "").split(",", 1);
  const [tag = ""] = first.trim().split(/[-_;]/, 1);
  return listLanguages().find((language) => language === tag.toLowerCase()) ?? null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
