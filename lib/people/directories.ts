import { randomBytes } from "node:crypto";
import { type Actor, findAdministrator } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import { newId } from "../db/driver/new-id";
import {
  type Directory,
  type DirectorySettings,
  deleteDirectory,
  insertDirectory,
  type ListedDirectory,
  listDirectories as listRows,
  replaceDirectoryToken,
  updateDirectory,
} from "../db/people/directories";
import { getEnv, toDomain } from "../env";
import { nameSeen } from "../forms/seen";
import { SCIM_PATH } from "../http/scim-error";
import { hasHiddenCharacters } from "../oauth/client/name-characters";
import { DIRECTORY_TOKEN_PREFIX, hashSecret, newSecret } from "../oauth/secrets";
import { type DirectoryProblem, done, type Result, refused } from "./result";

/** Days for which the token before works after another one was made. */
export const OLD_TOKEN_DAYS = 7;

/** Characters of the name of a directory. */
export const DIRECTORY_NAME_LIMIT = 60;

const MOST_DOMAINS = 50;
const DAY_MS = 86_400_000;

/** A directory with its newest token, which is shown now and stored nowhere. */
export interface OpenedDirectory extends Directory {
  token: string;
}

/** What an administrator says of a directory; domains as they are typed. */
export type DirectoryInput = DirectorySettings;

/** The address that a directory's program is given. */
export function getScimAddress(): string {
  return getEnv().issuer + SCIM_PATH;
}

/** All directories by name; null for those who may not see them. */
export async function listDirectories(actor: Actor, now: Date): Promise<ListedDirectory[] | null> {
  return (await findAdministrator(actor)) && (await listRows(now));
}

/** Names what a page shows of a directory that can be changed. */
export function nameSeenDirectory({ name, domains, invites, linksExisting }: DirectorySettings): string {
  return nameSeen([name, domains, invites, linksExisting]);
}

/** Adds a directory and makes its first token. */
export async function addDirectory(
  actor: Actor,
  input: DirectoryInput,
  now: Date,
): Promise<Result<OpenedDirectory, DirectoryProblem>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("missing");
  const read = readSettings(input);
  if (!read.ok) return read;
  const directory = { directoryId: newId(now.getTime()), ...read.value, createdAt: now };
  const token = makeToken();
  const stored = await insertDirectory(directory, hashSecret(token));
  if (stored !== "done") return refused(stored);
  const { directoryId: id, createdAt: _, ...settings } = directory;
  const data = { by: known.userId, id, ...settings };
  await recordEvent({ type: "directory.added", outcome: "ok", data }, known.source);
  return done({ ...directory, token });
}

/**
 * Changes a directory. What is left out stays.
 * @param seen what the form showed, by {@link nameSeenDirectory}: if it is not so any more, nothing is changed
 */
export async function changeDirectory(
  actor: Actor,
  directoryId: string,
  input: { [Key in keyof DirectoryInput]?: DirectoryInput[Key] | undefined },
  { seen, now }: { seen: string | null; now: Date },
): Promise<Result<Directory, DirectoryProblem>> {
  const known = await findAdministrator(actor);
  const found = known && (await listRows(now)).find((each) => each.directoryId === directoryId);
  if (!known || !found) return refused("missing");
  const said = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const read = readSettings({ ...found, ...said });
  if (!read.ok) return read;
  const changed = await updateDirectory(directoryId, read.value, (before) => {
    return nameSeenDirectory(before) === (seen ?? nameSeenDirectory(found));
  });
  if (typeof changed === "string") return refused(changed);
  const { name, domains, invites, linksExisting } = changed;
  const data = { by: known.userId, id: directoryId, name, domains, invites, linksExisting };
  await recordEvent({ type: "directory.changed", outcome: "ok", data }, known.source);
  return done(changed);
}

/**
 * Makes another token. The one before works for {@link OLD_TOKEN_DAYS} more days, so that the directory's program can be
 * given the new one meanwhile, and those before that no longer: whoever does this twice ends the first at once.
 */
export async function rotateDirectoryToken(
  actor: Actor,
  directoryId: string,
  now: Date,
): Promise<Result<OpenedDirectory, DirectoryProblem>> {
  const known = await findAdministrator(actor);
  const found = known && (await listRows(now)).find((each) => each.directoryId === directoryId);
  if (!known || !found) return refused("missing");
  const token = makeToken();
  const oldExpiresAt = new Date(now.getTime() + OLD_TOKEN_DAYS * DAY_MS);
  if (!(await replaceDirectoryToken(directoryId, { tokenHash: hashSecret(token), oldExpiresAt }, now)))
    return refused("missing");
  const data = { by: known.userId, id: directoryId, name: found.name };
  await recordEvent({ type: "directory.token_made", outcome: "ok", data }, known.source);
  return done({ ...found, token });
}

/** Removes a directory with its tokens. Its people and groups stay, as if they had been made here. */
export async function removeDirectory(
  actor: Actor,
  directoryId: string,
  now: Date,
): Promise<Result<{ name: string }, DirectoryProblem>> {
  const known = await findAdministrator(actor);
  const found = known && (await listRows(now)).find((each) => each.directoryId === directoryId);
  if (!known || !found || !(await deleteDirectory(directoryId))) return refused("missing");
  const data = { by: known.userId, id: directoryId, name: found.name };
  await recordEvent({ type: "directory.removed", outcome: "ok", data }, known.source);
  return done({ name: found.name });
}

function makeToken(): string {
  return newSecret(DIRECTORY_TOKEN_PREFIX, { random: randomBytes });
}

function readSettings(input: DirectoryInput): Result<DirectorySettings, DirectoryProblem> {
  const name = input.name.trim().normalize("NFC");
  const isName = name !== "" && [...name].length <= DIRECTORY_NAME_LIMIT && !hasHiddenCharacters(name);
  if (!isName || /\p{Cc}/u.test(name)) return refused("nameInvalid");
  const read = input.domains.map(toDomain);
  const domains = [...new Set(read.filter((domain) => domain !== null))];
  if (read.includes(null) || domains.length > MOST_DOMAINS) return refused("domainsInvalid");
  const { invites, linksExisting } = input;
  if (linksExisting && domains.length === 0) return refused("domainsMissing");
  return done({ name, domains, invites, linksExisting });
}
