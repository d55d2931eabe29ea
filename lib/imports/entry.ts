import type { HashProblem, HashReading } from "../auth/foreign-passwords/read-hash";

/** Where people and apps come from. */
export const IMPORT_SOURCES = ["keycloak", "auth0", "csv", "hydra", "doorkeeper"] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** Why an entry of a file becomes neither a person nor an app. */
export type LeftOut =
  /** it is not written as the source writes it */
  | "broken"
  | "no_email"
  | "bad_email"
  /** an entry before it in the file has the same address */
  | "duplicate"
  /** what stands for an app there, and is nobody */
  | "service_account"
  /** an app that belongs to the other program itself */
  | "built_in"
  /** an app that nobody could use there, either */
  | "switched_off"
  /** an app that this portal would not register; the report says why */
  | "app_refused";

/** What of an entry was not taken over, although the person or the app was. */
export type Note =
  | HashProblem
  /** it was to be replaced at the first sign-in there */
  | "password_temporary"
  /** a second factor that the portal does not have, or of a form that it does not have */
  | "factor_unknown"
  /** a claim with a value that it cannot have; each is named */
  | `claim_invalid:${string}`
  /** a group's name that no group here can have */
  | "group_invalid"
  | "groups_too_many"
  /** an account elsewhere, at a place by which nobody signs in here */
  | "link_unknown"
  /** an account elsewhere that signs somebody else in here */
  | "link_taken"
  /** something that the person was to do at the next sign-in there */
  | "action_left_out"
  /** the source says that the address is verified, and nobody said that it is trusted for its domain */
  | "email_unverified"
  /** a redirect URL with a placeholder, which would match addresses that nobody registered */
  | "redirect_uri_left_out"
  /** an app has no secret in the file, or one that cannot be taken over: the app needs a new one */
  | "secret_missing";

/** Somebody's account at a place by which people can also sign in here. */
export interface ForeignLink {
  /** what the source calls the place */
  place: string;
  subject: string;
  /** how its person knows that account; null: it says nothing */
  label: string | null;
}

/** A person as the source knows them. */
export interface ForeignPerson {
  email: string | null;
  isEmailVerified: boolean;
  /** OpenID Connect standard claims under their wire names, `name` too, not checked yet */
  claims: Record<string, unknown>;
  password: HashReading | null;
  /** the secret of an authenticator app whose codes the portal can check; null: none */
  totp: Uint8Array | null;
  groups: string[];
  links: ForeignLink[];
  isSuspended: boolean;
  notes: Note[];
}

/** An app as the source knows it. */
export interface ForeignApp {
  clientId: string;
  /** under the names of RFC 7591 */
  metadata: Record<string, unknown>;
  /** as it is, its SHA-256, or its hash of another kind; null: the file has none */
  secret: string | { secretHash: string } | HashReading | null;
  notes: Note[];
}

/** An entry of a file. `at` is its line where the source has a line for each, otherwise its place, counted from 1. */
export type Entry = { at: number } & (
  | { person: ForeignPerson }
  | { app: ForeignApp }
  | { leftOut: LeftOut; email?: string | null; clientId?: string }
);

/** The file cannot be read on from some place. The message is a sentence for the operator. */
export class ImportFileError extends Error {
  override name = "ImportFileError";
}
