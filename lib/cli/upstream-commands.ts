import { operator } from "../auth/actor";
import { wordsFor } from "../i18n/words";
import type { Result, UpstreamProblem } from "../people/result";
import {
  readUpstreamBody,
  readUpstreamChanges,
  toUpstreamDocument,
  type UpstreamBody,
  type UpstreamChangesBody,
} from "../people/upstream-document";
import { addUpstream, changeUpstream, listUpstreams, removeUpstream } from "../people/upstreams";
import { CommandError } from "./command";

/** The places where people can sign in to come here, the oldest first, as JSON. */
export async function listUpstreamsAsJson(): Promise<string> {
  return toJson(((await listUpstreams(operator)) ?? []).map(toUpstreamDocument));
}

/** Adds one; answers it as JSON. @throws {CommandError} with a sentence */
export async function addUpstreamFrom(body: UpstreamBody, now: Date): Promise<string> {
  return toJson(toUpstreamDocument(getValue(await addUpstream(operator, readUpstreamBody(body), now))));
}

/** Changes what the file says about one; answers it as JSON. @throws {CommandError} with a sentence */
export async function changeUpstreamById(id: string, body: UpstreamChangesBody): Promise<string> {
  return toJson(toUpstreamDocument(getValue(await changeUpstream(operator, id, readUpstreamChanges(body)))));
}

/** Removes one with all links to it; answers what became of it as JSON. @throws {CommandError} with a sentence */
export async function removeUpstreamById(id: string): Promise<string> {
  const { links } = getValue(await removeUpstream(operator, id));
  return toJson({ id, removed: true, links });
}

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function getValue<T>(result: Result<T, UpstreamProblem>): T {
  if (!result.ok) throw new CommandError(wordsFor("en").admin.upstreams.problems[result.problem]);
  return result.value;
}
