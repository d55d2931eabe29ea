import { z } from "zod";
import { fromBase32 } from "../auth/factors/totp";
import { acceptHash, type HashReading, readForeignHash } from "../auth/foreign-passwords/read-hash";
import type { Entry, ForeignPerson, Note } from "./entry";
import type { JsonEntry } from "./json-entries";
import { readKeycloakClient } from "./keycloak-clients";
import { parseMember } from "./parse-member";

/** The lists of a realm export that hold people and apps. */
export const KEYCLOAK_LISTS = ["users", "clients"];

const text = z.string().nullish();
const texts = z.array(z.string().nullable());

const credentialSchema = z.looseObject({
  type: z.string(),
  secretData: text,
  credentialData: text,
  temporary: z.boolean().nullish(),
  // as Keycloak wrote them before version 8
  hashedSaltedValue: text,
  salt: text,
  algorithm: text,
  hashIterations: z.number().nullish(),
});

const userSchema = z.looseObject({
  username: text,
  email: text,
  emailVerified: z.boolean().nullish(),
  enabled: z.boolean().nullish(),
  firstName: text,
  lastName: text,
  attributes: z.record(z.string(), z.union([texts, z.string()])).nullish(),
  credentials: z.array(credentialSchema).nullish(),
  requiredActions: z.array(z.string()).nullish(),
  federatedIdentities: z
    .array(z.looseObject({ identityProvider: z.string(), userId: z.string(), userName: text }))
    .nullish(),
  groups: z.array(z.string()).nullish(),
  serviceAccountClientId: text,
});

type Credential = z.infer<typeof credentialSchema>;
type User = z.infer<typeof userSchema>;

/** Attributes that Keycloak's own mappers make claims of, by the claims' names. */
const CLAIM_OF_ATTRIBUTE: Readonly<Record<string, string>> = {
  middleName: "middle_name",
  nickname: "nickname",
  profile: "profile",
  picture: "picture",
  website: "website",
  gender: "gender",
  birthdate: "birthdate",
  zoneinfo: "zoneinfo",
  locale: "locale",
  phoneNumber: "phone_number",
  phone_number: "phone_number",
};

/** A person or an app of a realm export. */
export function readKeycloak(entry: JsonEntry): Entry {
  return entry.list === "clients" ? readKeycloakClient(entry) : readKeycloakUser(entry);
}

/** @see Keycloak, UserRepresentation and CredentialRepresentation of its Admin REST API */
function readKeycloakUser({ at, value }: JsonEntry): Entry {
  const parsed = userSchema.safeParse(value);
  if (!parsed.success) return { at, leftOut: "broken" };
  const user = parsed.data;
  if (user.serviceAccountClientId) return { at, leftOut: "service_account" };
  return { at, person: toPerson(user) };
}

function toPerson(user: User): ForeignPerson {
  const notes: Note[] = [];
  const actions = user.requiredActions ?? [];
  if (actions.some((action) => action !== "VERIFY_EMAIL")) notes.push("action_left_out");
  const email = user.email || (user.username?.includes("@") ? user.username : null);
  return {
    email: email ?? null,
    // An address that stands in for the name was never mailed to.
    isEmailVerified: user.emailVerified === true && Boolean(user.email) && !actions.includes("VERIFY_EMAIL"),
    claims: readClaims(user, email ?? null),
    password: readPassword(user.credentials ?? [], notes),
    totp: readTotp(user.credentials ?? [], notes),
    // Groups of Keycloak stand in one another: `/staff/editors`.
    groups: (user.groups ?? []).map((group) => group.replace(/^\//, "")),
    links: (user.federatedIdentities ?? []).map(({ identityProvider, userId, userName }) => ({
      place: identityProvider,
      subject: userId,
      label: userName ?? null,
    })),
    isSuspended: user.enabled === false,
    notes,
  };
}

function readClaims({ firstName, lastName, username, attributes }: User, email: string | null) {
  const claims: Record<string, unknown> = {};
  const names = [firstName, lastName].filter(Boolean);
  if (names.length > 0) claims.name = names.join(" ");
  if (firstName) claims.given_name = firstName;
  if (lastName) claims.family_name = lastName;
  if (username && username !== email) claims.preferred_username = username;
  for (const [attribute, values] of Object.entries(attributes ?? {})) {
    const claim = Object.hasOwn(CLAIM_OF_ATTRIBUTE, attribute) ? CLAIM_OF_ATTRIBUTE[attribute] : undefined;
    const value = typeof values === "string" ? values : values[0];
    if (claim && value) claims[claim] = value;
  }
  return claims;
}

function readPassword(credentials: Credential[], notes: Note[]): HashReading | null {
  const found = credentials.find(({ type }) => type === "password");
  if (!found) return null;
  if (found.temporary) {
    notes.push("password_temporary");
    return null;
  }
  return readPasswordHash(found) ?? { problem: "hash_unknown" };
}

const secretSchema = z.looseObject({ value: z.string(), salt: text });
const passwordSchema = z.looseObject({
  hashIterations: z.number(),
  algorithm: z.string(),
  additionalParameters: z.record(z.string(), texts).nullish(),
});

/** What Keycloak calls them: it has SHA-1 since its beginning. */
const PBKDF2: Readonly<Record<string, "sha1" | "sha256" | "sha512">> = {
  pbkdf2: "sha1",
  "pbkdf2-sha256": "sha256",
  "pbkdf2-sha512": "sha512",
};

function readPasswordHash(credential: Credential): HashReading | null {
  const secret =
    parseMember(secretSchema, credential.secretData) ??
    secretSchema.safeParse({ value: credential.hashedSaltedValue, salt: credential.salt }).data;
  const data = parseMember(passwordSchema, credential.credentialData) ?? passwordSchema.safeParse(credential).data;
  if (!secret || !data) return null;
  const [salt, digest] = [secret.salt ?? "", secret.value].map((part) => Buffer.from(part, "base64"));
  const length = digest?.length ?? 0;
  const pbkdf2 = Object.hasOwn(PBKDF2, data.algorithm) ? PBKDF2[data.algorithm] : undefined;
  if (pbkdf2) {
    const scheme = { kind: "pbkdf2", digest: pbkdf2, iterations: data.hashIterations, length } as const;
    return acceptHash(scheme, salt ?? null, digest ?? null);
  }
  if (data.algorithm === "bcrypt") return readForeignHash(secret.value);
  if (data.algorithm !== "argon2") return null;
  const parameter = (key: string) => data.additionalParameters?.[key]?.[0] ?? "";
  const type = { id: "argon2id", i: "argon2i", d: "argon2d" }[parameter("type")];
  if (!type || parameter("version") !== "1.3") return null;
  const numbers = { m: Number(parameter("memory")), t: data.hashIterations, p: Number(parameter("parallelism")) };
  return acceptHash({ kind: "argon2", type: type as "argon2id", ...numbers, length }, salt ?? null, digest ?? null);
}

const otpSchema = z.looseObject({
  subType: z.string(),
  digits: z.number(),
  period: z.number().nullish(),
  algorithm: z.string(),
  secretEncoding: text,
});

function readTotp(credentials: Credential[], notes: Note[]): Uint8Array | null {
  const others = credentials.filter(({ type }) => type !== "password");
  const [first, ...more] = others.map(readOtp);
  if (others.length > 0 && (!first || more.length > 0)) notes.push("factor_unknown");
  return [first, ...more].find((secret) => secret) ?? null;
}

/** The secret of an app that shows codes as the portal checks them: six digits of HMAC-SHA-1, new every 30 seconds. */
function readOtp(credential: Credential): Uint8Array | null {
  const secret = parseMember(secretSchema, credential.secretData);
  const data = parseMember(otpSchema, credential.credentialData);
  if (credential.type !== "otp" || !secret || !data) return null;
  const { subType, digits, period, algorithm, secretEncoding } = data;
  if (subType !== "totp" || digits !== 6 || period !== 30 || algorithm !== "HmacSHA1") return null;
  return secretEncoding === "BASE32" ? fromBase32(secret.value) : Buffer.from(secret.value);
}
