import { operator } from "../auth/actor";
import { wordsFor } from "../i18n/words";
import { makeAdministrator, makeSupport, unmakeAdministrator, unmakeSupport } from "../people/administrators";
import { deletePerson } from "../people/delete-person";
import { invite } from "../people/invitations";
import { listPeople } from "../people/list-people";
import { ManagedPerson } from "../people/managed-person";
import { requireNewFactor } from "../people/require-new-factor";
import type { Result } from "../people/result";
import { resumePerson, suspendPerson } from "../people/suspend-person";
import { CommandError } from "./command";

/** People that one answer holds: it travels over the local socket as one line. */
const LIST_LIMIT = 1_000;

/** The newest people as JSON, or those who have `query` in their address or name. */
export async function listPeopleAsJson(query: string): Promise<string> {
  const found = await listPeople(operator, { query, limit: LIST_LIMIT });
  const people = (found?.people ?? []).map((person) => ({
    sub: person.userId,
    email: person.email,
    email_verified: person.isEmailVerified,
    name: person.name,
    admin: person.isAdmin,
    support: person.isSupport,
    suspended_at: person.suspendedAt?.toISOString() ?? null,
    created_at: person.createdAt.toISOString(),
    last_seen_at: person.lastSeenAt?.toISOString() ?? null,
  }));
  return JSON.stringify(people, null, 2);
}

/** Invites an address; answers the link, which is in a mail as well. @throws {CommandError} with a sentence */
export async function inviteByEmail(email: string, now: Date): Promise<string> {
  const result = await invite(operator, email, now);
  if (!result.ok) throw new CommandError(wordsFor("en").admin.invitations.problems[result.problem]);
  return result.value.link;
}

const ACTS = {
  "user suspend": async (person: ManagedPerson, now: Date) => {
    const { sessions } = getValue(await suspendPerson(person, now));
    return { suspended: true, ended_sessions: sessions };
  },
  "user resume": async (person: ManagedPerson, now: Date) => {
    getValue(await resumePerson(person, now));
    return { suspended: false };
  },
  "user require-new-factor": async (person: ManagedPerson, now: Date) => {
    const { sessions } = getValue(await requireNewFactor(person, now));
    return { second_factors: "removed", ended_sessions: sessions };
  },
  "user make-administrator": async (person: ManagedPerson, now: Date) => {
    getValue(await makeAdministrator(person, now));
    return { role: "administrator" };
  },
  "user unmake-administrator": async (person: ManagedPerson, now: Date) => {
    getValue(await unmakeAdministrator(person, now));
    return { role: null };
  },
  "user make-support": async (person: ManagedPerson, now: Date) => {
    getValue(await makeSupport(person, now));
    return { role: person.user.isAdmin ? "administrator" : "support" };
  },
  "user unmake-support": async (person: ManagedPerson) => {
    getValue(await unmakeSupport(person));
    return { role: person.user.isAdmin ? "administrator" : null };
  },
};

/**
 * Deletes the account of an address. @param apps what happens with its apps: `delete`, or the address of their new owner
 * @throws {CommandError} with a sentence
 */
export async function deleteByEmail(email: string, apps: string | null, now: Date): Promise<string> {
  const person = await findPerson(email);
  const choice = apps === null || apps === "delete" ? apps : { newOwner: apps };
  const result = await deletePerson(person, now, choice);
  if (!result.ok && result.problem === "ownsApps")
    throw new CommandError(`${email} owns apps. Say --apps delete, or --apps E for the address of their new owner.`);
  const { apps: moved } = getValue(result);
  return JSON.stringify({ sub: person.user.userId, email, deleted: true, apps: moved }, null, 2);
}

/**
 * Does what the command says with the account of an address; answers what became of it as JSON.
 * @throws {CommandError} with a sentence
 */
export async function actOnPerson(name: keyof typeof ACTS, email: string, now: Date): Promise<string> {
  const person = await findPerson(email);
  const became = await ACTS[name](person, now);
  return JSON.stringify({ sub: person.user.userId, email, ...became }, null, 2);
}

async function findPerson(email: string): Promise<ManagedPerson> {
  const person = await ManagedPerson.findByEmail(operator, email);
  if (!person) throw new CommandError(`${email} has no account.`);
  return person;
}

/** @throws {CommandError} with a sentence, when the use case did nothing */
function getValue<T>(result: Result<T>): T {
  if (!result.ok) throw new CommandError(wordsFor("en").admin.people.problems[result.problem]);
  return result.value;
}
