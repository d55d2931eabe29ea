import {
  type ForeignScheme,
  MOST_ROUNDS,
  nameScheme,
  readScheme,
  roundsOfScheme,
} from "../auth/foreign-passwords/scheme";

/** Different ways of hashing that imported passwords have at one time. A program has one or two. */
const MOST_SCHEMES = 8;

/**
 * What every check of a password takes beside the portal's own hash, because it goes through all ways in which imported
 * passwords are hashed: bounded, whatever a file says.
 */
export class PasswordBudget {
  readonly #rounds = new Map<string, number>();

  /** @param names of the ways that the database has already */
  constructor(names: readonly string[]) {
    for (const name of names) {
      const scheme = readScheme(name);
      if (scheme && scheme.kind !== "fast") this.#rounds.set(name, roundsOfScheme(scheme));
    }
  }

  /** In rounds of bcrypt. */
  get rounds(): number {
    return [...this.#rounds.values()].reduce((sum, rounds) => sum + rounds, 0);
  }

  /** Whether passwords that are hashed in that way can be imported; from then on they count. */
  take(scheme: ForeignScheme): boolean {
    if (scheme.kind === "fast") return true;
    const name = nameScheme(scheme);
    if (this.#rounds.has(name)) return true;
    const rounds = roundsOfScheme(scheme);
    if (this.#rounds.size >= MOST_SCHEMES || this.rounds + rounds > MOST_ROUNDS) return false;
    this.#rounds.set(name, rounds);
    return true;
  }
}
