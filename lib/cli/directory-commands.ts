import { operator } from "../auth/actor";
import { wordsFor } from "../i18n/words";
import { addDirectory, listDirectories, removeDirectory, rotateDirectoryToken } from "../people/directories";
import { type DirectoryBody, readDirectoryBody, toDirectoryDocument } from "../people/directory-document";
import type { DirectoryProblem, Result } from "../people/result";
import { CommandError } from "./command";

/** Companies' directories by name, as JSON. */
export async function listDirectoriesAsJson(now: Date): Promise<string> {
  return toJson(((await listDirectories(operator, now)) ?? []).map(toDirectoryDocument));
}

/** Adds one; answers it as JSON, with its token this once. @throws {CommandError} with a sentence */
export async function addDirectoryOf(body: DirectoryBody, now: Date): Promise<string> {
  const added = getValue(await addDirectory(operator, readDirectoryBody(body), now));
  return toJson({ ...toDirectoryDocument(added), token: added.token });
}

/** Makes another token; answers it as JSON, this once. @throws {CommandError} with a sentence */
export async function rotateTokenOf(name: string, now: Date): Promise<string> {
  const opened = getValue(await rotateDirectoryToken(operator, await findId(name, now), now));
  return toJson({ id: opened.directoryId, name: opened.name, token: opened.token });
}

/** Removes one; answers what became of it as JSON. @throws {CommandError} with a sentence */
export async function removeDirectoryByName(name: string, now: Date): Promise<string> {
  const id = await findId(name, now);
  return toJson({ id, name: getValue(await removeDirectory(operator, id, now)).name, removed: true });
}

async function findId(name: string, now: Date): Promise<string> {
  const wanted = name.trim().normalize("NFKC").toLowerCase();
  const all = (await listDirectories(operator, now)) ?? [];
  const found = all.find((directory) => directory.name.normalize("NFKC").toLowerCase() === wanted);
  if (!found) throw new CommandError(wordsFor("en").admin.directories.problems.missing);
  return found.directoryId;
}

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function getValue<T>(result: Result<T, DirectoryProblem>): T {
  if (!result.ok) throw new CommandError(wordsFor("en").admin.directories.problems[result.problem]);
  return result.value;
}
