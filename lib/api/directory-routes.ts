import { problem } from "../http/problem";
import { wordsFor } from "../i18n/words";
import { getOwnApi } from "../oauth/tokens/own-resources";
import { ADMIN_SCOPE } from "../oauth/tokens/scopes";
import {
  addDirectory,
  changeDirectory,
  listDirectories,
  removeDirectory,
  rotateDirectoryToken,
} from "../people/directories";
import {
  directoryBody,
  directoryChangesBody,
  readDirectoryBody,
  readDirectoryChanges,
  toDirectoryDocument,
} from "../people/directory-document";
import type { DirectoryProblem } from "../people/result";
import { type ApiCall, type ApiRoute, administratorOf } from "./api-route";
import { readBody } from "./client-body";

const LIST = "/admin/directories";
const ONE = `${LIST}/{id}`;
const scope = ADMIN_SCOPE;

/** Companies' directories, for an administrator's own tools. */
export const directoryRoutes: ApiRoute[] = [
  { method: "GET", path: LIST, scope, handle: getDirectories },
  { method: "POST", path: LIST, scope, body: directoryBody, handle: postDirectory },
  { method: "GET", path: ONE, scope, handle: getDirectory },
  { method: "PATCH", path: ONE, scope, body: directoryChangesBody, handle: patchDirectory },
  { method: "DELETE", path: ONE, scope, handle: deleteDirectory },
  { method: "POST", path: `${ONE}/token`, scope, handle: postToken },
];

async function getDirectories(call: ApiCall): Promise<Response> {
  const directories = await listDirectories(administratorOf(call), call.context.now());
  return directories ? Response.json({ directories: directories.map(toDirectoryDocument) }) : notAdministrator();
}

/** The answer has the token, this once. */
async function postDirectory(call: ApiCall): Promise<Response> {
  const sent = await readBody(call.request, directoryBody);
  if (!sent.ok) return sent.response;
  const result = await addDirectory(administratorOf(call), readDirectoryBody(sent.body), call.context.now());
  // Nobody but those who administer nothing is told that a new directory is missing.
  if (!result.ok) return result.problem === "missing" ? notAdministrator() : refusal(result.problem);
  const location = `${getOwnApi(call.context.issuer)}${LIST}/${result.value.directoryId}`;
  const body = { ...toDirectoryDocument(result.value), token: result.value.token };
  return Response.json(body, { status: 201, headers: { location } });
}

async function getDirectory(call: ApiCall): Promise<Response> {
  const directories = await listDirectories(administratorOf(call), call.context.now());
  if (!directories) return notAdministrator();
  const found = directories.find(({ directoryId }) => directoryId === call.params.id);
  return found ? Response.json(toDirectoryDocument(found)) : refusal("missing");
}

/** @see RFC 7396: absent members stay */
async function patchDirectory(call: ApiCall): Promise<Response> {
  const sent = await readBody(call.request, directoryChangesBody);
  if (!sent.ok) return sent.response;
  const now = call.context.now();
  const changes = readDirectoryChanges(sent.body);
  const result = await changeDirectory(administratorOf(call), call.params.id ?? "", changes, { seen: null, now });
  return result.ok ? Response.json(toDirectoryDocument(result.value)) : await refuse(call, result.problem);
}

async function deleteDirectory(call: ApiCall): Promise<Response> {
  const result = await removeDirectory(administratorOf(call), call.params.id ?? "", call.context.now());
  return result.ok ? new Response(null, { status: 204 }) : await refuse(call, result.problem);
}

/** Makes another token, which the answer has this once. */
async function postToken(call: ApiCall): Promise<Response> {
  const result = await rotateDirectoryToken(administratorOf(call), call.params.id ?? "", call.context.now());
  return result.ok ? Response.json({ token: result.value.token }, { status: 201 }) : await refuse(call, result.problem);
}

/** 403 says nothing of what there is: the person of the token administers nothing, or no longer. */
async function refuse(call: ApiCall, key: DirectoryProblem): Promise<Response> {
  const isKnown = key !== "missing" || (await listDirectories(administratorOf(call), call.context.now()));
  return isKnown ? refusal(key) : notAdministrator();
}

const STATUS: Partial<Record<DirectoryProblem, number>> = { missing: 404, taken: 409, overtaken: 409, full: 409 };

function refusal(key: DirectoryProblem): Response {
  return problem(STATUS[key] ?? 422, wordsFor("en").admin.directories.problems[key]);
}

function notAdministrator(): Response {
  return problem(403, "The person of this access token is no administrator.");
}
