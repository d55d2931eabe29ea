/** How another program hashes passwords, where checking one takes as long as it should. */
export type SlowScheme =
  | {
      kind: "bcrypt";
      cost: number /** what bcrypt reads: the password, or its SHA-256 in hexadecimal */;
      of: "password" | "sha256";
    }
  | { kind: "pbkdf2"; digest: "sha1" | "sha256" | "sha512"; iterations: number /** in bytes */; length: number }
  | { kind: "scrypt"; n: number; r: number; p: number; length: number }
  | {
      kind: "argon2";
      type: "argon2id" | "argon2i" | "argon2d" /** KiB */;
      m: number;
      t: number;
      p: number;
      length: number;
    };

/** One round of a plain hash over salt and password, which anybody who has it can try billions of times a second. */
export interface FastScheme {
  kind: "fast";
  digest: "md5" | "sha1" | "sha256" | "sha512";
  /** where the salt stands, seen from the password */
  saltAt: "start" | "end";
}

export type ForeignScheme = SlowScheme | FastScheme;

/** The most that checking a password may take beside the portal's own hash: four times bcrypt with a cost of 12. */
export const MOST_ROUNDS = 2 ** 14;

/** KiB that one check may take: there is a thread for each processor. */
const MOST_MEMORY = 131_072;

/**
 * Processor time in rounds of bcrypt, so that a queue can compare them. Measured: a round took 57 µs, a thousand iterations
 * of PBKDF2 150 µs (SHA-512: 330 µs), a pass over a MiB by Argon2 1.1 ms.
 */
export function roundsOfScheme(scheme: SlowScheme): number {
  switch (scheme.kind) {
    case "bcrypt":
      return 2 ** scheme.cost;
    case "pbkdf2": {
      const { digest, iterations, length } = scheme;
      const blocks = Math.ceil(length / { sha1: 20, sha256: 32, sha512: 64 }[digest]);
      return Math.ceil((iterations * blocks) / (digest === "sha512" ? 170 : 380));
    }
    case "scrypt":
      return Math.ceil((scheme.n * scheme.r * scheme.p) / 240);
    case "argon2":
      return Math.ceil((scheme.m * scheme.t) / 53);
  }
}

/** Whether one check takes no more time and memory than it may. Anybody can have a password checked. */
export function isAffordable(scheme: SlowScheme): boolean {
  if (roundsOfScheme(scheme) > MOST_ROUNDS) return false;
  if (scheme.kind === "scrypt") return (scheme.n * scheme.r) / 8 <= MOST_MEMORY;
  return scheme.kind !== "argon2" || scheme.m <= MOST_MEMORY;
}

/** The scheme as a word of a stored hash: equal schemes have equal names, and none has a colon. */
export function nameScheme(scheme: ForeignScheme): string {
  switch (scheme.kind) {
    case "fast":
      return `${scheme.digest},salt=${scheme.saltAt}`;
    case "bcrypt":
      return `${scheme.of === "sha256" ? "bcrypt-sha256" : "bcrypt"},c=${scheme.cost}`;
    case "pbkdf2":
      return `pbkdf2-${scheme.digest},i=${scheme.iterations},l=${scheme.length}`;
    case "scrypt":
      return `scrypt,n=${scheme.n},r=${scheme.r},p=${scheme.p},l=${scheme.length}`;
    case "argon2":
      return `${scheme.type},m=${scheme.m},t=${scheme.t},p=${scheme.p},l=${scheme.length}`;
  }
}

const NAME =
  /^(?<fast>md5|sha1|sha256|sha512),salt=(?<saltAt>start|end)$|^(?<bcrypt>bcrypt(?:-sha256)?),c=(?<c>\d+)$|^pbkdf2-(?<digest>sha1|sha256|sha512),i=(?<i>\d+),l=(?<pl>\d+)$|^scrypt,n=(?<n>\d+),r=(?<r>\d+),p=(?<sp>\d+),l=(?<sl>\d+)$|^(?<argon2>argon2(?:id|i|d)),m=(?<m>\d+),t=(?<t>\d+),p=(?<ap>\d+),l=(?<al>\d+)$/;

/** The scheme of that name; null: a newer version wrote it. */
export function readScheme(name: string): ForeignScheme | null {
  const found = NAME.exec(name)?.groups;
  if (!found) return null;
  const number = (group: string) => Number(found[group]);
  if (found.fast) return { kind: "fast", digest: found.fast, saltAt: found.saltAt } as FastScheme;
  if (found.bcrypt) {
    return { kind: "bcrypt", cost: number("c"), of: found.bcrypt === "bcrypt" ? "password" : "sha256" };
  }
  if (found.digest) {
    const digest = found.digest as "sha1" | "sha256" | "sha512";
    return { kind: "pbkdf2", digest, iterations: number("i"), length: number("pl") };
  }
  if (found.n) return { kind: "scrypt", n: number("n"), r: number("r"), p: number("sp"), length: number("sl") };
  const type = found.argon2 as "argon2id" | "argon2i" | "argon2d";
  return { kind: "argon2", type, m: number("m"), t: number("t"), p: number("ap"), length: number("al") };
}
