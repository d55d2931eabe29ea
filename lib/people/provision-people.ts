import type { DirectoryActor } from "../auth/actor";
import { putMail } from "../auth/mail";
import { recordEvent } from "../db/audit/events";
import {
  type AccountChanges,
  type DirectoryEntry,
  type DirectoryPerson,
  findDirectoryPerson,
  insertDirectoryPerson,
  linkDirectoryPerson,
  releaseDirectoryPerson,
  reviseDirectoryPerson,
} from "../db/people/directory-people";
import { findUserByEmail, type User } from "../db/people/users";
import { getEnv } from "../env";
import { wordsTo } from "../http/request-words";
import { getPortalName } from "../settings/portal-settings";
import { deletePerson } from "./delete-person";
import { type ToldProfile, toProfile } from "./directory-profile";
import { ManagedPerson } from "./managed-person";
import type { OpenDirectory } from "./open-directory";
import { resumePerson, suspendPerson } from "./suspend-person";

/** What a directory says of a person. */
export interface Provisioned extends DirectoryEntry {
  /** in the form of `normalizeEmail`, and a mail address */
  email: string;
  /** whether the person may use the account; null: nothing was said */
  isActive: boolean | null;
}

/**
 * Why nothing was done. `taken`: an account here has the address, and is not the directory's; `ownAlready`: it is;
 * `addressBeyond`: the new address is outside the trusted domains, or the old one is and its person has used the account;
 * `beyond`: the person looks after others here.
 */
export type ProvisionProblem = "missing" | "taken" | "ownAlready" | "addressBeyond" | "beyond";

/**
 * Makes an account, or takes one that there is, where an administrator lets the directory do that. It has no password: its
 * person signs in by an account elsewhere, a mailed code or a passkey.
 */
export async function provisionPerson(
  { directory, actor }: OpenDirectory,
  { email, isActive, ...entry }: Provisioned,
  now: Date,
): Promise<DirectoryPerson | ProvisionProblem> {
  const { directoryId } = directory;
  const profile = toProfile(entry.attributes);
  const isTrusted = isAtDomain(email, directory.domains);
  const claims = Object.fromEntries(Object.entries(profile.claims).filter(([, value]) => value !== null));
  const user = {
    email,
    passwordHash: null,
    name: profile.name,
    isAdmin: false,
    emailVerifiedAt: isTrusted ? now : null,
    claims,
  };
  const account = { user, locale: profile.locale, isSuspended: isActive === false, entry };
  const made = await insertDirectoryPerson(directoryId, account, now);
  if (made) {
    const data = { isAdmin: false, by: "directory", directoryId } as const;
    await recordEvent({ type: "user.created", outcome: "ok", userId: made.user.userId, data }, actor.source);
    if (directory.invites && isActive !== false) await tellNew(made.user, directory.name, now);
    return made;
  }
  const there = await findUserByEmail(email);
  if (!there) return "taken";
  if (await findDirectoryPerson(directoryId, there.userId)) return "ownAlready";
  if (!directory.linksExisting || !isTrusted) return "taken";
  const linked = await linkDirectoryPerson(directoryId, there.userId, entry, now);
  if (!linked) return "taken";
  const event = {
    type: "directory.person_linked",
    outcome: "ok",
    userId: there.userId,
    data: { directoryId },
  } as const;
  await recordEvent(event, actor.source);
  return isActive === false ? await setActive(actor, linked, false, now) : linked;
}

/**
 * Changes what a directory says of one of its people. What is changed of the account is what the directory changes: what
 * the person changed themselves meanwhile stays where the directory says the same as before. Whoever it suspends is suspended,
 * and keeps an address that it may not change.
 * @param decide what the directory says now, of what it said before; must not wait for anything, and may run several times
 */
export async function changeProvisioned(
  { directory, actor }: OpenDirectory,
  userId: string,
  decide: (before: DirectoryPerson) => Provisioned,
  now: Date,
): Promise<DirectoryPerson | ProvisionProblem> {
  const { directoryId } = directory;
  // Each try of the transaction decides anew, and the last one counts.
  const wanted: { isActive: boolean | null } = { isActive: null };
  const revised = await reviseDirectoryPerson<ProvisionProblem>(
    directoryId,
    userId,
    (before, isUsed) => {
      const { email, isActive, ...entry } = decide(before);
      wanted.isActive = isActive;
      const account = compare(before, { email, entry }, directory.domains);
      const isChanged = isAnything(account);
      if ((isChanged || isActive === false) && (before.user.isAdmin || before.user.isSupport)) return "beyond";
      const isMovable = !isUsed || isAtDomain(before.user.email, directory.domains);
      if (account.email === null || (account.email.isVerified && isMovable)) return { entry, account };
      return isActive === false ? { entry, account: { ...account, email: null } } : "addressBeyond";
    },
    now,
  );
  if (typeof revised === "string") return revised;
  await record(actor, revised);
  return wanted.isActive === null ? revised.after : await setActive(actor, revised.after, wanted.isActive, now);
}

/**
 * Deletes somebody for good, as an administrator does. Whoever owns apps is suspended instead, and is the directory's no
 * longer: an administrator decides what happens with the apps.
 */
export async function deprovisionPerson(
  { directory, actor }: OpenDirectory,
  userId: string,
  now: Date,
): Promise<"done" | ProvisionProblem> {
  const person = await ManagedPerson.findInDirectory(actor, userId);
  if (!person) return "missing";
  const deleted = await deletePerson(person, now);
  if (deleted.ok) return "done";
  if (deleted.problem !== "ownsApps") return deleted.problem === "missing" ? "missing" : "beyond";
  const suspended = await suspendPerson(person, now);
  if (!suspended.ok) return suspended.problem === "missing" ? "missing" : "beyond";
  const { directoryId } = directory;
  if (!(await releaseDirectoryPerson(directoryId, userId))) return "missing";
  await recordEvent({ type: "directory.person_left", outcome: "ok", userId, data: { directoryId } }, actor.source);
  return "done";
}

/** What an administrator suspended stays suspended, whatever the directory says. */
async function setActive(
  actor: DirectoryActor,
  known: DirectoryPerson,
  isActive: boolean,
  now: Date,
): Promise<DirectoryPerson | ProvisionProblem> {
  const { userId, suspendedAt, deleteAt } = known.user;
  // Somebody who is leaving is suspended too, and stays so only if the directory says it.
  if (isActive ? suspendedAt === null : suspendedAt !== null && deleteAt === null) return known;
  const person = await ManagedPerson.findInDirectory(actor, userId);
  if (!person) return "missing";
  const result = await (isActive ? resumePerson(person, now) : suspendPerson(person, now));
  if (!result.ok && result.problem === "missing") return "missing";
  if (!result.ok && !isActive) return "beyond";
  return (await findDirectoryPerson(actor.directoryId, userId)) ?? "missing";
}

function isAtDomain(email: string, domains: readonly string[]): boolean {
  return domains.includes(email.slice(email.lastIndexOf("@") + 1));
}

function compare(
  before: DirectoryPerson,
  { email: address, entry }: { email: string; entry: DirectoryEntry },
  domains: readonly string[],
): AccountChanges {
  const [was, is] = [toProfile(before.attributes), toProfile(entry.attributes)];
  const claims = Object.fromEntries(
    Object.entries(is.claims).filter(([name, value]) => value !== was.claims[name as keyof ToldProfile["claims"]]),
  );
  const email = address === before.user.email ? null : { address, isVerified: isAtDomain(address, domains) };
  return {
    email,
    claims,
    ...(is.name !== was.name && { name: is.name }),
    ...(is.locale !== was.locale && { locale: is.locale }),
  };
}

function isAnything({ email, claims, ...profile }: AccountChanges): boolean {
  return email !== null || Object.keys(claims).length > 0 || Object.keys(profile).length > 0;
}

async function record(
  { directoryId, source }: DirectoryActor,
  { before, after }: { before: DirectoryPerson; after: DirectoryPerson },
): Promise<void> {
  const { userId } = after.user;
  const data = { directoryId };
  if (before.user.email !== after.user.email)
    await recordEvent({ type: "email.changed", outcome: "ok", userId, data }, source);
  if (JSON.stringify(before.attributes) !== JSON.stringify(after.attributes) || before.externalId !== after.externalId)
    await recordEvent({ type: "profile.changed", outcome: "ok", userId, data }, source);
}

async function tellNew({ email, locale }: User, directoryName: string, now: Date): Promise<void> {
  const words = wordsTo(locale, null);
  const portalName = await getPortalName();
  const mail = words.auth.mails.provisioned({ portalName, directoryName, href: `${getEnv().issuer}/login` });
  await putMail({ ...mail, to: email, language: words.common.language, what: "a new account" }, now);
}
