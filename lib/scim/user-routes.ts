import { type DirectoryPerson, findDirectoryPerson, listDirectoryPeople } from "../db/people/directory-people";
import type { PersonField } from "../db/people/directory-search";
import { normalizeEmail } from "../db/people/mail-address";
import { ScimError, scimResponse } from "../http/scim-error";
import {
  changeProvisioned,
  deprovisionPerson,
  type Provisioned,
  type ProvisionProblem,
  provisionPerson,
} from "../people/provision-people";
import { isUuid } from "../uuid-v7";
import { type Searchable, toCondition } from "./condition";
import { answerList, type ListRequest, readListQuery, readSearch } from "./list";
import { applySteps, readOperations, readSteps } from "./patch";
import { type Projection, project, readProjection } from "./projection";
import { readBody, requireSchema } from "./read-body";
import { USER_SCHEMA } from "./schemas";
import type { ScimCall, ScimRoute } from "./scim-route";
import { readUser, toProvisioned, toResource, toUserDocument, USER_KIND } from "./user-document";

/** People, as their directory makes, changes and deletes them. */
export const userRoutes: ScimRoute[] = [
  { method: "GET", path: "/Users", handle: getUsers },
  { method: "POST", path: "/Users", handle: postUser },
  { method: "POST", path: "/Users/.search", handle: searchUsers },
  { method: "GET", path: "/Users/{id}", handle: getUser },
  { method: "PUT", path: "/Users/{id}", handle: putUser },
  { method: "PATCH", path: "/Users/{id}", handle: patchUser },
  { method: "DELETE", path: "/Users/{id}", handle: deleteUser },
];

const searchable: Searchable<PersonField> = {
  schema: USER_SCHEMA,
  fields: new Map([
    ["id", "id"],
    ["username", "userName"],
    ["externalid", "externalId"],
    ["emails", "email"],
    ["emails.value", "email"],
  ]),
  toStored: (field, value) => (field === "userName" ? normalizeEmail(value) : value),
};

async function getUsers(call: ScimCall): Promise<Response> {
  return await listUsers(call, readListQuery(new URL(call.request.url)));
}

/** @see RFC 7644 §3.4.3 */
async function searchUsers(call: ScimCall): Promise<Response> {
  return await listUsers(call, await readSearch(call.request));
}

async function listUsers({ open, base }: ScimCall, { filter, page, projection }: ListRequest): Promise<Response> {
  const condition = filter && toCondition(filter, searchable);
  const { people, total } = await listDirectoryPeople(open.directory.directoryId, condition, page);
  const resources = people.map((person) => project(toUserDocument(person, base), projection));
  return answerList(resources, { total, offset: page.offset });
}

/** @see RFC 7644 §3.3 */
async function postUser(call: ScimCall): Promise<Response> {
  const body = await readBody(call.request);
  requireSchema(body, USER_SCHEMA);
  const projection = projectionOf(call);
  const made = await provisionPerson(call.open, readUser(body), call.now);
  if (typeof made === "string") throw toError(made);
  const location = `${call.base}/Users/${made.user.userId}`;
  return answerUser(made, { call, projection, status: 201, headers: { location } });
}

async function getUser(call: ScimCall): Promise<Response> {
  const projection = projectionOf(call);
  const found = isUuid(call.id) ? await findDirectoryPerson(call.open.directory.directoryId, call.id) : null;
  if (!found) throw toError("missing");
  return answerUser(found, { call, projection });
}

/** What is left out has no value any more; only whether the account can be used stays then. @see RFC 7644 §3.5.1 */
async function putUser(call: ScimCall): Promise<Response> {
  const body = await readBody(call.request);
  requireSchema(body, USER_SCHEMA);
  const said = readUser(body);
  return await change(call, () => said);
}

/** @see RFC 7644 §3.5.2 */
async function patchUser(call: ScimCall): Promise<Response> {
  const steps = readSteps(USER_KIND, readOperations(await readBody(call.request)));
  return await change(call, (before) => {
    const resource = toResource(before);
    const said = toProvisioned(applySteps(resource, steps));
    // An account that an administrator suspended is not said to be so by a directory that never mentioned it.
    return said.isActive === resource.active ? { ...said, isActive: null } : said;
  });
}

/** @see RFC 7644 §3.6 */
async function deleteUser(call: ScimCall): Promise<Response> {
  const deleted = isUuid(call.id) ? await deprovisionPerson(call.open, call.id, call.now) : "missing";
  if (deleted !== "done") throw toError(deleted);
  return new Response(null, { status: 204 });
}

async function change(call: ScimCall, decide: (before: DirectoryPerson) => Provisioned): Promise<Response> {
  const projection = projectionOf(call);
  const changed = isUuid(call.id) ? await changeProvisioned(call.open, call.id, decide, call.now) : "missing";
  if (typeof changed === "string") throw toError(changed);
  return answerUser(changed, { call, projection });
}

function projectionOf({ request }: ScimCall): Projection {
  const { searchParams } = new URL(request.url);
  return readProjection(
    searchParams.get("attributes") ?? undefined,
    searchParams.get("excludedAttributes") ?? undefined,
  );
}

function answerUser(
  person: DirectoryPerson,
  answer: { call: ScimCall; projection: Projection; status?: number; headers?: Record<string, string> },
): Response {
  const { call, projection, status = 200, headers = {} } = answer;
  return scimResponse(project(toUserDocument(person, call.base), projection), { status, headers });
}

function toError(problem: ProvisionProblem): ScimError {
  switch (problem) {
    case "missing":
      return new ScimError(404, "This directory has no such person.");
    case "ownAlready":
      return new ScimError(409, "This directory has a person with this userName.", "uniqueness");
    case "taken":
      return new ScimError(
        409,
        "The portal has an account with this userName that is not this directory's. An administrator of the portal can let the directory take accounts at its domains, or remove the account.",
        "uniqueness",
      );
    case "addressBeyond":
      return new ScimError(
        403,
        "The userName can only become an address at the domains that the directory is trusted for, and stays where it is at none of them and its person has used the account.",
      );
    case "beyond":
      return new ScimError(
        403,
        "This person administers the portal or looks after its people, so a directory cannot change, suspend or delete the account.",
      );
  }
}
