import { z } from "zod";
import { fromBase32 } from "../auth/factors/totp";
import { fast, type HashReading, readForeignHash } from "../auth/foreign-passwords/read-hash";
import type { Entry, ForeignLink, Note } from "./entry";
import type { JsonEntry } from "./json-entries";

const text = z.string().nullish();

const encoded = z.looseObject({ value: z.string(), encoding: text });

const customHashSchema = z.looseObject({
  algorithm: z.string(),
  hash: encoded,
  salt: encoded.extend({ position: text }).nullish(),
  password: z.looseObject({ encoding: text }).nullish(),
  keylen: z.number().nullish(),
  cost: z.number().nullish(),
  blockSize: z.number().nullish(),
  parallelization: z.number().nullish(),
});

const factorSchema = z.looseObject({ totp: z.looseObject({ secret: z.string() }).nullish() });

const userSchema = z.looseObject({
  email: text,
  email_verified: z.boolean().nullish(),
  name: text,
  given_name: text,
  family_name: text,
  nickname: text,
  username: text,
  picture: text,
  phone_number: text,
  blocked: z.boolean().nullish(),
  // of the file that Auth0's support makes
  passwordHash: text,
  password_hash: text,
  custom_password_hash: customHashSchema.nullish(),
  mfa_factors: z.array(factorSchema).nullish(),
  identities: z.array(z.looseObject({ provider: z.string(), user_id: z.union([z.string(), z.number()]) })).nullish(),
});

type User = z.infer<typeof userSchema>;
type CustomHash = z.infer<typeof customHashSchema>;

/** What Auth0 calls the places that the portal has presets for. */
const PLACES: Readonly<Record<string, string>> = { "google-oauth2": "google", windowslive: "microsoft" };

/** Auth0's own database of passwords, which is no account elsewhere. */
const OWN_PROVIDER = "auth0";

/**
 * A person of an export of Auth0, of the file with hashes that its support makes, or of a file for its own import.
 * @see Auth0, "Bulk User Exports" and "Bulk User Import Database Schema and Examples"
 */
export function readAuth0User({ at, value }: JsonEntry): Entry {
  const parsed = userSchema.safeParse(value);
  if (!parsed.success) return { at, leftOut: "broken" };
  const user = parsed.data;
  const notes: Note[] = [];
  const totp = readTotp(user, notes);
  const { given_name, family_name, nickname, picture, phone_number } = user;
  const claims: Record<string, unknown> = { given_name, family_name, nickname, picture, phone_number };
  // Auth0 makes the address the name of whoever has none.
  if (user.name !== user.email) claims.name = user.name;
  claims.preferred_username = user.username;
  const person = {
    email: user.email ?? null,
    isEmailVerified: user.email_verified === true,
    claims: Object.fromEntries(Object.entries(claims).filter(([, claim]) => Boolean(claim))),
    password: readPassword(user),
    totp,
    groups: [],
    links: readLinks(user),
    isSuspended: user.blocked === true,
    notes,
  };
  return { at, person };
}

function readLinks({ identities }: User): ForeignLink[] {
  return (identities ?? [])
    .filter(({ provider }) => provider !== OWN_PROVIDER)
    .map(({ provider, user_id }) => {
      const place = Object.hasOwn(PLACES, provider) ? PLACES[provider] : undefined;
      return { place: place ?? provider, subject: String(user_id), label: null };
    });
}

function readPassword(user: User): HashReading | null {
  const written = user.passwordHash ?? user.password_hash;
  if (written) return readForeignHash(written);
  return user.custom_password_hash ? readCustomHash(user.custom_password_hash) : null;
}

function readCustomHash(custom: CustomHash): HashReading {
  const { algorithm, hash, salt, password } = custom;
  if (!["utf8", "ascii", undefined, null].includes(password?.encoding)) return { problem: "hash_unknown" };
  switch (algorithm) {
    case "argon2":
    case "bcrypt":
    case "pbkdf2":
    case "ldap":
      return readForeignHash(hash.value);
    case "scrypt": {
      const [N, r, p] = [custom.cost ?? 16_384, custom.blockSize ?? 8, custom.parallelization ?? 1];
      const parts = [salt ? decode(salt) : Buffer.alloc(0), decode(hash)].map((part) => part?.toString("base64"));
      return readForeignHash(`$scrypt$ln=${Math.log2(N)},r=${r},p=${p}$${parts.join("$")}`);
    }
    case "md5":
    case "sha1":
    case "sha256":
    case "sha512": {
      const at = salt?.position === "suffix" ? "end" : "start";
      return fast(algorithm, at, salt ? decode(salt) : Buffer.alloc(0), decode(hash));
    }
    default:
      return { problem: "hash_unknown" };
  }
}

function decode({ value, encoding }: z.infer<typeof encoded>): Buffer | null {
  if (encoding === "base64" || encoding === "hex") return Buffer.from(value, encoding);
  return encoding === "utf8" || encoding === null || encoding === undefined ? Buffer.from(value) : null;
}

function readTotp({ mfa_factors }: User, notes: Note[]): Uint8Array | null {
  const factors = mfa_factors ?? [];
  const [first, ...more] = factors.map(({ totp }) => (totp ? fromBase32(totp.secret) : null));
  if (factors.length > 0 && (!first || more.length > 0)) notes.push("factor_unknown");
  return [first, ...more].find((secret) => secret) ?? null;
}
