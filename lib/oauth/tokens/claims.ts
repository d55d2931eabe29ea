import { z } from "zod";
import { OAuthError } from "../errors";
import type { Scope, Subject } from "../model";
import type { OAuthStore } from "../store";
import { JsonLimitError, parseForeignJson } from "../wire/json";
import { picturePath } from "./picture-path";

/** Which claims a scope stands for. @see OIDC Core §5.4 */
export const CLAIMS_OF_SCOPE: Readonly<Record<string, readonly string[]>> = {
  profile: [
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
  ],
  email: ["email", "email_verified"],
  address: ["address"],
  phone: ["phone_number", "phone_number_verified"],
  // No standard, but what proxies and dashboards read: the names of the person's groups as an array of strings.
  groups: ["groups"],
};

/** Every claim about a person that can be released, besides `sub`. */
export const PERSON_CLAIMS: readonly string[] = Object.values(CLAIMS_OF_SCOPE).flat();

/** Those of OpenID Connect, which an account holds by itself. @see OIDC Core §5.1 */
export const STANDARD_CLAIMS: readonly string[] = PERSON_CLAIMS.filter((name) => name !== "groups");

/** Claims about a sign-in and not about a person, which can be asked for by the `claims` parameter alone. */
const SIGN_IN_CLAIMS = ["sub", "acr", "auth_time"];

/** Every claim that a request can ask for; others are ignored. */
const KNOWN_CLAIMS: ReadonlySet<string> = new Set([...PERSON_CLAIMS, ...SIGN_IN_CLAIMS]);

/** The most members and elements of a `claims` parameter. A request for every claim at both places has about 100. */
const MAX_CLAIMS_VALUES = 500;

const member = z
  .record(
    z.string(),
    z.union([z.null(), z.looseObject({ essential: z.boolean().optional(), values: z.array(z.unknown()).optional() })]),
  )
  .nullish();
const claimsSchema = z.looseObject({
  userinfo: member,
  id_token: member,
  /** of a request that was read: the operator's own claims in it, each with the scope that brings it */
  defined: z.record(z.string(), z.string()).optional(),
});

/** The `claims` parameter, parsed. @see OIDC Core §5.5 */
export type ClaimsRequest = Record<string, unknown>;

type Destination = "userinfo" | "id_token";

/**
 * Parses the `claims` parameter, without claims that this server cannot release. Throws `invalid_request` if it is not
 * the JSON of OIDC Core §5.5, or larger than anybody needs.
 * @param known the scopes of this server, which say what the operator's own claims are
 */
export function parseClaimsRequest(text: string, known: readonly Pick<Scope, "name" | "claims">[] = []): ClaimsRequest {
  let json: unknown;
  try {
    json = parseForeignJson(text, MAX_CLAIMS_VALUES);
  } catch (error) {
    if (error instanceof JsonLimitError) {
      const detail = { cause: "list_too_long", values: { receivedParameter: "claims" }, error } as const;
      throw new OAuthError("invalid_request", `claims must not contain ${error.message}`, detail);
    }
    throw new OAuthError("invalid_request", "claims must be JSON", { cause: "claims_malformed", error });
  }
  const parsed = claimsSchema.safeParse(json);
  if (!parsed.success)
    throw new OAuthError(
      "invalid_request",
      "claims must be an object with userinfo or id_token, and each of them an object of claims",
      { cause: "claims_malformed" },
    );
  const { userinfo, id_token: idToken } = parsed.data;
  const isAsked = (name: string) => [userinfo, idToken].some((wanted) => wanted && Object.hasOwn(wanted, name));
  const defined = known.flatMap((scope) => scope.claims.filter(isAsked).map((name) => [name, scope.name] as const));
  // OIDC Core §5.5: claims that are not understood MUST be ignored. What is left is always small.
  const understood = new Set([...KNOWN_CLAIMS, ...defined.map(([name]) => name)]);
  const only = (wanted: z.infer<typeof member>) =>
    Object.fromEntries(Object.entries(wanted ?? {}).filter(([name]) => understood.has(name)));
  const request = { userinfo: only(userinfo), id_token: only(idToken) };
  return defined.length === 0 ? request : { ...request, defined: Object.fromEntries(defined) };
}

/** What the request asks of one claim at one destination; undefined when it does not ask for the claim. */
export function findClaimRequest(
  claims: ClaimsRequest | null,
  destination: Destination,
  name: string,
): { essential?: boolean; value?: unknown; values?: unknown[] } | undefined {
  const wanted = readDestination(claims, destination);
  return Object.hasOwn(wanted, name) ? (wanted[name] ?? {}) : undefined;
}

/** The claims about a person that the `claims` parameter asks for at a destination. */
export function listRequestedClaims(claims: ClaimsRequest | null, destination: Destination): string[] {
  const wanted = readDestination(claims, destination);
  return [...PERSON_CLAIMS, ...Object.keys(readDefined(claims))].filter((name) => Object.hasOwn(wanted, name));
}

/**
 * The same, without those of the operator's own claims that the scope of that time does not bring any more: nobody was
 * asked about the one that brings them now.
 */
export async function listReleasableClaims(
  claims: ClaimsRequest | null,
  destination: Destination,
  store: Pick<OAuthStore, "findScopes">,
): Promise<string[]> {
  const names = listRequestedClaims(claims, destination);
  const scopeOf = new Map(Object.entries(readDefined(claims)));
  if (scopeOf.size === 0) return names;
  const known = await store.findScopes([...new Set(scopeOf.values())]);
  const isBrought = (name: string) =>
    known.some((scope) => scope.name === scopeOf.get(name) && scope.claims.includes(name));
  return names.filter((name) => !scopeOf.has(name) || isBrought(name));
}

function readDestination(claims: ClaimsRequest | null, destination: Destination) {
  const parsed = claims === null ? null : claimsSchema.safeParse(claims);
  return (parsed?.success && parsed.data[destination]) || {};
}

function readDefined(claims: ClaimsRequest | null): Record<string, string> {
  const parsed = claims === null ? null : claimsSchema.safeParse(claims);
  return (parsed?.success && parsed.data.defined) || {};
}

/** The scopes whose words tell a person what the `claims` parameter asks for. */
export function listScopesOfClaims(claims: ClaimsRequest | null): string[] {
  const names = [...listRequestedClaims(claims, "userinfo"), ...listRequestedClaims(claims, "id_token")];
  const standard = Object.keys(CLAIMS_OF_SCOPE).filter((scope) =>
    CLAIMS_OF_SCOPE[scope]?.some((name) => names.includes(name)),
  );
  const defined = Object.entries(readDefined(claims)).flatMap(([name, scope]) => (names.includes(name) ? scope : []));
  return [...new Set([...standard, ...defined])];
}

/**
 * The claims that scopes stand for.
 * @param known these scopes, or more, which say what the operator's own claims are
 */
export function listClaimsOfScopes(
  names: readonly string[],
  known: readonly Pick<Scope, "name" | "claims">[],
): string[] {
  const standard = names.flatMap((scope) =>
    Object.hasOwn(CLAIMS_OF_SCOPE, scope) ? (CLAIMS_OF_SCOPE[scope] ?? []) : [],
  );
  return [...standard, ...known.flatMap((scope) => (names.includes(scope.name) ? scope.claims : []))];
}

/** The same request, without the claims of scopes that the person did not allow. */
export function withoutForbiddenClaims(claims: ClaimsRequest | null, allowedScopes: string[]): ClaimsRequest | null {
  if (claims === null) return null;
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return null;
  const { userinfo, id_token: idToken, defined = {} } = parsed.data;
  const allowed = allowedScopes.flatMap((scope) => CLAIMS_OF_SCOPE[scope] ?? []);
  const isKept = (name: string) => {
    const scope = Object.hasOwn(defined, name) ? defined[name] : undefined;
    if (scope !== undefined) return allowedScopes.includes(scope);
    return !PERSON_CLAIMS.includes(name) || allowed.includes(name);
  };
  const keep = <T>(wanted: Record<string, T> | null | undefined) =>
    Object.fromEntries(Object.entries(wanted ?? {}).filter(([name]) => isKept(name)));
  const request = { userinfo: keep(userinfo), id_token: keep(idToken) };
  const left = keep(defined);
  return Object.keys(left).length === 0 ? request : { ...request, defined: left };
}

/**
 * The standard claims of a person by name, without those that are unknown, null or empty. Only `name` and
 * `preferred_username` always have a value, because most apps show one of them and some refuse a person without: if the
 * person gave neither, it is the part of the address before the @.
 * @param issuer where the picture is that the person uploaded
 * @see OIDC Core §5.1, §5.3.2
 */
export function releaseClaims(subject: Subject, names: readonly string[], issuer: string): Record<string, unknown> {
  const localPart = subject.email.slice(0, subject.email.lastIndexOf("@"));
  const { given_name: given, family_name: family, preferred_username: username } = subject.claims;
  const parts = [given, family].filter((part) => !isEmpty(part)).join(" ");
  const known: Record<string, unknown> = {
    ...subject.claims,
    address: withoutEmpty(subject.claims.address),
    // Whether a number was confirmed means nothing without the number.
    phone_number_verified: isEmpty(subject.claims.phone_number) ? null : subject.claims.phone_number_verified,
    name: subject.name || parts || localPart,
    preferred_username: isEmpty(username) ? localPart : username,
    locale: subject.locale ?? subject.claims.locale,
    picture: subject.pictureKey === null ? subject.claims.picture : issuer + picturePath(subject.pictureKey),
    email: subject.email,
    email_verified: subject.emailVerified,
    updated_at: Math.floor(subject.updatedAt.getTime() / 1000),
  };
  return Object.fromEntries(
    STANDARD_CLAIMS.filter((name) => names.includes(name) && !isEmpty(known[name])).map((name) => [name, known[name]]),
  );
}

/**
 * What is released of a person: the standard claims, and those that are kept apart, which are read only where they are
 * asked for. A person in no group has an empty array, so that an app can tell that from not being told.
 */
export async function readClaims(
  subject: Subject,
  names: readonly string[],
  { store, issuer }: { issuer: string; store: Pick<OAuthStore, "findClaims"> },
): Promise<Record<string, unknown>> {
  const standard = releaseClaims(subject, names, issuer);
  const apart = names.filter((name) => !STANDARD_CLAIMS.includes(name));
  return apart.length === 0 ? standard : { ...standard, ...(await store.findClaims(subject.userId, apart)) };
}

function withoutEmpty(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => !isEmpty(member)));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
