import type { Actor } from "../auth/actor";
import { presetOf } from "../auth/upstreams/presets";
import { recordEvent } from "../db/audit/events";
import { findGroupByName, MOST_GROUPS_OF_PERSON } from "../db/people/groups";
import { listImportedSchemes } from "../db/people/imported-passwords";
import {
  findByEmails,
  findTaken,
  type ImportedChanges,
  type ImportedUser,
  insertImported,
  type KnownUser,
  nameSubject,
  updateImported,
} from "../db/people/imports";
import { isMailAddress, normalizeEmail } from "../db/people/mail-address";
import { listUpstreams, MOST_LINKS } from "../db/people/upstreams";
import { sealAuthenticatorSecret } from "../keys/authenticator-encryption";
import { accountClaimsSchema } from "../oauth/tokens/account-claims";
import { createGroup, findNameProblem, toName } from "../people/groups";
import type { ForeignPerson, LeftOut, Note } from "./entry";
import { PasswordBudget } from "./password-budget";
import type { Outcome } from "./report";
import { storePatiently } from "./store-patiently";

export interface PeopleOptions {
  /** whether nothing is written */
  isDry: boolean;
  /** whether accounts that are there get the name and the claims of the file */
  isUpdating: boolean;
  /** domains of which the operator believes that their addresses are verified, if the source says so; null: of all */
  trustedDomains: readonly string[] | null;
}

/** An entry that is about a person. */
export interface PersonEntry {
  at: number;
  person: ForeignPerson;
}

/** A person of the file, checked; and where they come from. */
interface Candidate {
  at: number;
  email: string;
  person: ForeignPerson;
  notes: Note[];
}

/**
 * Takes people over from another program, some hundred at a time. The same file again changes nothing. Accounts that are
 * there keep their password, whatever the file says.
 */
export class PeopleImport {
  readonly #actor: Actor;
  readonly #options: PeopleOptions;
  readonly #now: Date;
  readonly #budget: PasswordBudget;
  readonly #places: ReadonlyMap<string, { upstreamId: string; issuer: string }>;
  readonly #seen = new Set<string>();
  readonly #groups = new Map<string, string | null>();

  private constructor(
    actor: Actor,
    options: PeopleOptions,
    now: Date,
    known: { budget: PasswordBudget; places: ReadonlyMap<string, { upstreamId: string; issuer: string }> },
  ) {
    this.#actor = actor;
    this.#options = options;
    this.#now = now;
    this.#budget = known.budget;
    this.#places = known.places;
  }

  static async begin(actor: Actor, options: PeopleOptions, now: Date): Promise<PeopleImport> {
    const budget = new PasswordBudget(await listImportedSchemes());
    return new PeopleImport(actor, options, now, { budget, places: await listPlaces() });
  }

  /** Rounds of bcrypt that every check of a password takes longer until all of them have signed in. */
  get addedRounds(): number {
    return this.#budget.rounds;
  }

  /** Takes over a batch. @returns what became of each entry, in their order */
  async take(entries: readonly PersonEntry[]): Promise<Outcome[]> {
    const read = entries.map((entry) => this.#read(entry));
    const candidates = read.filter((each): each is Candidate => !("became" in each));
    const known = await findByEmails(candidates.map(({ email }) => email));
    const taken = await this.#findTaken(candidates.filter(({ email }) => !known.has(email)));
    const made = new Map<Candidate, ImportedUser>();
    const outcomes = new Map<Candidate, Outcome>();
    for (const candidate of candidates) {
      const before = known.get(candidate.email);
      if (before) outcomes.set(candidate, await this.#revise(candidate, before));
      else made.set(candidate, await this.#prepare(candidate, taken));
    }
    const stored = this.#options.isDry ? null : await insertImported([...made.values()], this.#now);
    await this.#record([...(stored?.values() ?? [])]);
    for (const candidate of made.keys()) {
      const { at, email, notes } = candidate;
      // Somebody else made an account of that address a moment ago.
      const became = stored === null || stored.has(email) ? "created" : "differs";
      outcomes.set(candidate, { at, email, became, notes });
    }
    return read.map((each) => ("became" in each ? each : (outcomes.get(each) as Outcome)));
  }

  #read({ at, person }: PersonEntry): Candidate | Outcome {
    const leaveOut = (reason: LeftOut, email: string | null = null): Outcome => ({
      at,
      email,
      became: "left_out",
      reason,
      notes: [],
    });
    if (!person.email?.trim()) return leaveOut("no_email");
    const email = normalizeEmail(person.email);
    if (!isMailAddress(email)) return leaveOut("bad_email", email.slice(0, 320));
    if (this.#seen.has(email)) return leaveOut("duplicate", email);
    this.#seen.add(email);
    return { at, email, person, notes: [...person.notes] };
  }

  /** Whether the address counts as verified. */
  #isVerified({ email, person, notes }: Candidate): boolean {
    if (!person.isEmailVerified) return false;
    const { trustedDomains } = this.#options;
    const isTrusted = trustedDomains === null || trustedDomains.includes(email.slice(email.lastIndexOf("@") + 1));
    if (!isTrusted) notes.push("email_unverified");
    return isTrusted;
  }

  /**
   * What an account gets that was there before. Its address is proved by its person alone: whatever somebody else put into
   * it before goes with that proof.
   */
  async #revise(candidate: Candidate, before: KnownUser): Promise<Outcome> {
    const { at, email, notes } = candidate;
    const { name, claims } = checkClaims(candidate);
    const changed = Object.entries(claims).filter(
      ([claim, value]) => JSON.stringify(before.claims[claim]) !== JSON.stringify(value),
    );
    const changes: ImportedChanges = {
      ...(name !== null && name !== before.name && { name }),
      ...(changed.length > 0 && { claims: { ...before.claims, ...Object.fromEntries(changed) } }),
    };
    const members = [...(changes.name === undefined ? [] : ["name"]), ...changed.map(([claim]) => claim)];
    if (members.length === 0) return { at, email, became: "unchanged", notes: [] };
    if (!this.#options.isUpdating) return { at, email, became: "differs", members, notes: [] };
    if (this.#options.isDry) return { at, email, became: "updated", members, notes };
    if (!(await updateImported(before, changes))) return { at, email, became: "differs", members, notes: [] };
    const data = { by: "import", members } as const;
    const event = { type: "profile.changed", outcome: "ok", userId: before.userId, data } as const;
    await recordEvent(event, this.#actor.source);
    return { at, email, became: "updated", members, notes };
  }

  async #prepare(candidate: Candidate, taken: ReadonlySet<string>): Promise<ImportedUser> {
    const { email, person, notes } = candidate;
    const { name, claims } = checkClaims(candidate);
    const emailVerifiedAt = this.#isVerified(candidate) ? this.#now : null;
    return {
      email,
      name,
      claims,
      emailVerifiedAt,
      isAdmin: false,
      passwordHash: await this.#toPasswordHash(person, notes),
      suspendedAt: person.isSuspended ? this.#now : null,
      groupIds: await this.#toGroups(person, notes),
      links: this.#toLinks(person, taken, notes),
      secretJwe: person.totp && !this.#options.isDry ? await sealAuthenticatorSecret(person.totp) : null,
    };
  }

  async #toPasswordHash({ password }: ForeignPerson, notes: Note[]): Promise<string | null> {
    if (password === null) return null;
    if ("problem" in password) {
      notes.push(password.problem);
      return null;
    }
    if (!this.#budget.take(password.hash.scheme)) {
      notes.push("hash_costly");
      return null;
    }
    return this.#options.isDry ? null : await storePatiently(password.hash);
  }

  async #toGroups({ groups }: ForeignPerson, notes: Note[]): Promise<string[]> {
    const ids = new Set<string>();
    for (const name of groups.slice(0, MOST_GROUPS_OF_PERSON)) {
      const id = await this.#findGroup(toName(name));
      if (id === null) notes.push("group_invalid");
      else ids.add(id);
    }
    if (groups.length > MOST_GROUPS_OF_PERSON) notes.push("groups_too_many");
    return [...ids];
  }

  /** The id of the group of that name, which is made if there is none; null: none can have it. */
  async #findGroup(name: string): Promise<string | null> {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    let id: string | null = null;
    if (findNameProblem(name) === null) {
      const found = await findGroupByName(name);
      if (found) id = found.groupId;
      else if (this.#options.isDry) id = name;
      else {
        const made = await createGroup(this.#actor, name, this.#now);
        id = made.ok ? made.value.groupId : ((await findGroupByName(name))?.groupId ?? null);
      }
    }
    this.#groups.set(name, id);
    return id;
  }

  #toLinks({ links }: ForeignPerson, taken: ReadonlySet<string>, notes: Note[]): ImportedUser["links"] {
    const found: ImportedUser["links"] = [];
    for (const { place, subject, label } of links.slice(0, MOST_LINKS)) {
      const at = this.#places.get(place);
      const isSound = subject !== "" && subject.length <= 255 && !subject.includes("\0");
      if (!at || !isSound) notes.push("link_unknown");
      else if (taken.has(nameSubject({ ...at, subject }))) notes.push("link_taken");
      else found.push({ ...at, subject, label: label?.replaceAll("\0", "").slice(0, 320) ?? null });
    }
    return found;
  }

  /** The accounts elsewhere of these people that sign somebody else in here, or somebody else of the batch. */
  async #findTaken(candidates: readonly Candidate[]): Promise<Set<string>> {
    const subjects = candidates.flatMap(({ person }) =>
      person.links.slice(0, MOST_LINKS).flatMap(({ place, subject }) => {
        const at = this.#places.get(place);
        return at && !subject.includes("\0") ? [{ ...at, subject }] : [];
      }),
    );
    const taken = await findTaken(subjects);
    const names = subjects.map(nameSubject);
    for (const [place, name] of names.entries()) if (names.indexOf(name) !== place) taken.add(name);
    return taken;
  }

  async #record(userIds: readonly string[]): Promise<void> {
    const data = { isAdmin: false, by: "import" } as const;
    await Promise.all(
      userIds.map((userId) => recordEvent({ type: "user.created", outcome: "ok", userId, data }, this.#actor.source)),
    );
  }
}

/** The places by which people sign in here and that say always the same of whom they vouch for, by id and by preset. */
async function listPlaces(): Promise<Map<string, { upstreamId: string; issuer: string }>> {
  const places = new Map<string, { upstreamId: string; issuer: string }>();
  for (const upstream of await listUpstreams()) {
    // Each tenant of Microsoft has an issuer of its own, which no export names.
    const issuer = upstream.preset === "microsoft" ? null : (upstream.issuer ?? presetOf(upstream).issuer);
    if (issuer === null) continue;
    const place = { upstreamId: upstream.upstreamId, issuer };
    places.set(upstream.upstreamId, place);
    if (upstream.preset !== "openid" && !places.has(upstream.preset)) places.set(upstream.preset, place);
  }
  return places;
}

/** Claims that an account can have; what it cannot is noted. */
function checkClaims({ person, notes }: Candidate): { name: string | null; claims: Record<string, unknown> } {
  const claims: Record<string, unknown> = {};
  for (const [claim, schema] of Object.entries(accountClaimsSchema.shape)) {
    const value = Object.hasOwn(person.claims, claim) ? person.claims[claim] : undefined;
    if (value === undefined) continue;
    const checked = schema.safeParse(value);
    if (checked.success) claims[claim] = checked.data;
    else notes.push(`claim_invalid:${claim}`);
  }
  const { name = null, ...others } = claims;
  return { name: typeof name === "string" && name !== "" ? name : null, claims: others };
}
