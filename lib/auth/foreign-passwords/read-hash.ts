import { type ForeignScheme, isAffordable, type SlowScheme } from "./scheme";

/** A password as another program stores it. Of bcrypt, salt and digest are the characters as they are written. */
export interface ForeignHash {
  scheme: ForeignScheme;
  salt: Buffer;
  digest: Buffer;
}

/** Why it cannot be taken over: no form that is known, or one that takes too long to check. */
export type HashProblem = "hash_unknown" | "hash_costly";

export type HashReading = { hash: ForeignHash } | { problem: HashProblem };

const UNKNOWN: HashReading = { problem: "hash_unknown" };

/** Longest text of a hash, in characters. */
const MOST_TEXT = 1_024;

/** Bytes of a salt and of a digest. */
const MOST_SALT = 256;
/** Of Argon2, whose salt is at least so long. @see RFC 9106 §3.1 */
const LEAST_ARGON2_SALT = 8;
const MOST_DIGEST = 128;
const LEAST_DIGEST = 16;

/** Base64 with or without padding, of any alphabet that programs use for hashes; null: it is none. */
function fromBase64(text: string): Buffer | null {
  const plain = text.replaceAll(".", "+").replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  return /^[A-Za-z0-9+/]*$/.test(plain) && plain.length % 4 !== 1 ? Buffer.from(plain, "base64") : null;
}

function fromHex(text: string): Buffer | null {
  return /^(?:[0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, "hex") : null;
}

/** A hash whose parts may have any size, or be none, as what reads it found them. */
export function acceptHash(scheme: ForeignScheme, salt: Buffer | null, digest: Buffer | null): HashReading {
  if (!salt || !digest || salt.length > MOST_SALT) return UNKNOWN;
  if (digest.length < LEAST_DIGEST || digest.length > MOST_DIGEST) return UNKNOWN;
  if (scheme.kind === "fast") {
    const isWhole = digest.length === { md5: 16, sha1: 20, sha256: 32, sha512: 64 }[scheme.digest];
    return isWhole ? { hash: { scheme, salt, digest } } : UNKNOWN;
  }
  if (!isSound(scheme) || (scheme.kind === "argon2" && salt.length < LEAST_ARGON2_SALT)) return UNKNOWN;
  return isAffordable(scheme) ? { hash: { scheme, salt, digest } } : { problem: "hash_costly" };
}

/** Whether the numbers are ones that the function itself takes. @see RFC 7914 §2, RFC 9106 §3.1 */
function isSound(scheme: SlowScheme): boolean {
  switch (scheme.kind) {
    case "bcrypt":
      return scheme.cost >= 4 && scheme.cost <= 31;
    case "pbkdf2":
      return scheme.iterations >= 1;
    case "scrypt":
      return scheme.n >= 2 && Number.isInteger(Math.log2(scheme.n)) && scheme.r >= 1 && scheme.p >= 1;
    case "argon2":
      return scheme.t >= 1 && scheme.p >= 1 && scheme.p <= 64 && scheme.m >= 8 * scheme.p;
  }
}

type Parts = Record<string, string | undefined>;

/** A written form, and how its parts are read. */
interface Form {
  pattern: RegExp;
  read: (parts: Parts) => HashReading;
}

const DIGEST = "(?<digest>[Ss][Hh][Aa]-?(?:1|256|512))";
const toDigest = (text = "sha1") => text.toLowerCase().replace("-", "") as "sha1" | "sha256" | "sha512";

function pbkdf2(parts: Parts, salt: Buffer | null, digest: Buffer | null): HashReading {
  const iterations = Number(parts.i);
  const scheme = { kind: "pbkdf2", digest: toDigest(parts.digest), iterations, length: digest?.length ?? 0 } as const;
  return acceptHash(scheme, salt, digest);
}

function scrypt({ n, r, p }: Parts, isExponent: boolean, salt: Buffer | null, digest: Buffer | null): HashReading {
  const cost = isExponent ? 2 ** Number(n) : Number(n);
  return acceptHash({ kind: "scrypt", n: cost, r: Number(r), p: Number(p), length: digest?.length ?? 0 }, salt, digest);
}

function bcrypt({ c, salt = "", hash = "" }: Parts, of: "password" | "sha256"): HashReading {
  return acceptHash({ kind: "bcrypt", cost: Number(c), of }, Buffer.from(salt), Buffer.from(hash));
}

function argon2({ type, m, t, p, salt = "", hash = "" }: Parts): HashReading {
  const digest = fromBase64(hash);
  const numbers = { m: Number(m), t: Number(t), p: Number(p), length: digest?.length ?? 0 };
  return acceptHash({ kind: "argon2", type: type as "argon2id", ...numbers }, fromBase64(salt), digest);
}

const BCRYPT = String.raw`\$2[aby]\$(?<c>\d\d)\$(?<salt>[./A-Za-z0-9]{22})(?<hash>[./A-Za-z0-9]{31})`;
const ARGON2 = String.raw`(?<type>argon2(?:id|i|d))\$v=19\$m=(?<m>\d{1,9}),t=(?<t>\d{1,4}),p=(?<p>\d{1,3})(?:,keyid=,data=)?\$(?<salt>[^$]+)\$(?<hash>[^$]+)`;

/** Each form, and the programs that write it. `$2x$` is a faulty bcrypt, and the digests of Argon2 before 1.3 differ. */
const FORMS: readonly Form[] = [
  // most programs: Auth0, Devise, Laravel, Spring, Hydra
  { pattern: new RegExp(`^(?:\\{bcrypt\\}|bcrypt\\$)?${BCRYPT}$`), read: (parts) => bcrypt(parts, "password") },
  { pattern: new RegExp(`^bcrypt_sha256\\$${BCRYPT}$`), read: (parts) => bcrypt(parts, "sha256") },
  { pattern: new RegExp(`^(?:argon2)?\\$${ARGON2}$`), read: argon2 },
  // passlib writes no name of the digest for SHA-1; Hydra and Auth0 write i= and l=
  {
    pattern: new RegExp(
      `^\\$pbkdf2(?:-${DIGEST})?\\$(?:i=)?(?<i>\\d{1,9})(?:,l=\\d{1,4})?\\$(?<salt>[^$]*)\\$(?<hash>[^$]+)$`,
    ),
    read: (parts) => pbkdf2(parts, fromBase64(parts.salt ?? ""), fromBase64(parts.hash ?? "")),
  },
  // Django
  {
    pattern: new RegExp(`^pbkdf2_${DIGEST}\\$(?<i>\\d{1,9})\\$(?<salt>[^$]+)\\$(?<hash>[^$]+)$`),
    read: (parts) => pbkdf2(parts, Buffer.from(parts.salt ?? ""), fromBase64(parts.hash ?? "")),
  },
  {
    pattern: /^scrypt\$(?<n>\d{1,9})\$(?<salt>[^$]+)\$(?<r>\d{1,4})\$(?<p>\d{1,4})\$(?<hash>[^$]+)$/,
    read: (parts) => scrypt(parts, false, Buffer.from(parts.salt ?? ""), fromBase64(parts.hash ?? "")),
  },
  {
    pattern: /^(?<digest>md5|sha1)\$(?<salt>[^$]*)\$(?<hash>[0-9a-f]+)$/,
    read: ({ digest, salt = "", hash = "" }) => fast(digest, "start", Buffer.from(salt), fromHex(hash)),
  },
  // Werkzeug
  {
    pattern: new RegExp(`^pbkdf2:${DIGEST}:(?<i>\\d{1,9})\\$(?<salt>[^$]+)\\$(?<hash>[0-9a-f]+)$`),
    read: (parts) => pbkdf2(parts, Buffer.from(parts.salt ?? ""), fromHex(parts.hash ?? "")),
  },
  {
    pattern: /^scrypt:(?<n>\d{1,9}):(?<r>\d{1,4}):(?<p>\d{1,4})\$(?<salt>[^$]+)\$(?<hash>[0-9a-f]+)$/,
    read: (parts) => scrypt(parts, false, Buffer.from(parts.salt ?? ""), fromHex(parts.hash ?? "")),
  },
  // the PHC form, where ln is an exponent; some write the number itself, which no exponent reaches
  {
    pattern: /^\$scrypt\$ln=(?<n>\d{1,9}),r=(?<r>\d{1,4}),p=(?<p>\d{1,4})\$(?<salt>[^$]*)\$(?<hash>[^$]+)$/,
    read: (parts) => scrypt(parts, Number(parts.n) < 64, fromBase64(parts.salt ?? ""), fromBase64(parts.hash ?? "")),
  },
  // LDAP (RFC 2307): a digest, and behind it the salt
  {
    pattern: /^\{(?<name>S?SHA(?:256|512)?|S?MD5)\}(?<hash>[A-Za-z0-9+/]+=*)$/i,
    read: ({ name = "", hash = "" }) => ldap(name.toLowerCase(), fromBase64(hash)),
  },
  // ASP.NET Identity, version 3
  { pattern: /^(?<hash>AQAAA[A-Za-z0-9+/]+=*)$/, read: ({ hash = "" }) => aspNet(Buffer.from(hash, "base64")) },
];

/** A plain hash. @param saltAt where the salt stands, seen from the password */
export function fast(
  digest: string | undefined,
  saltAt: "start" | "end",
  salt: Buffer | null,
  hash: Buffer | null,
): HashReading {
  if (digest !== "md5" && digest !== "sha1" && digest !== "sha256" && digest !== "sha512") return UNKNOWN;
  return acceptHash({ kind: "fast", digest, saltAt }, salt, hash);
}

function ldap(name: string, bytes: Buffer | null): HashReading {
  const isSalted = /^s(?:sha|md5)/.test(name);
  const word = isSalted ? name.slice(1) : name;
  const digest = word === "sha" ? "sha1" : word;
  const length = { md5: 16, sha1: 20, sha256: 32, sha512: 64 }[digest] ?? 0;
  if (!bytes || (!isSalted && bytes.length !== length)) return UNKNOWN;
  return fast(digest, "end", bytes.subarray(length), bytes.subarray(0, length));
}

function aspNet(bytes: Buffer): HashReading {
  if (bytes.length < 13 || bytes[0] !== 1) return UNKNOWN;
  const digest = (["sha1", "sha256", "sha512"] as const)[bytes.readUInt32BE(1)];
  const saltLength = bytes.readUInt32BE(9);
  if (!digest || saltLength > bytes.length - 13) return UNKNOWN;
  const hash = bytes.subarray(13 + saltLength);
  const scheme = { kind: "pbkdf2", digest, iterations: bytes.readUInt32BE(5), length: hash.length } as const;
  return acceptHash(scheme, bytes.subarray(13, 13 + saltLength), hash);
}

/**
 * Reads a hash in one of the forms that programs write: PHC strings, bcrypt, and those of Django, Werkzeug, Laravel, LDAP and
 * ASP.NET. Nothing is computed. The length of the digest counts, not a length that is written beside it.
 * @see PHC string format; RFC 8018 (PBKDF2), RFC 7914 (scrypt), RFC 9106 (Argon2), RFC 2307 §5.3 (LDAP)
 */
export function readForeignHash(written: string): HashReading {
  if (written.length > MOST_TEXT) return UNKNOWN;
  for (const { pattern, read } of FORMS) {
    const parts = pattern.exec(written)?.groups;
    if (parts) return read(parts);
  }
  return UNKNOWN;
}
