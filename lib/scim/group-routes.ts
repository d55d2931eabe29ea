import {
  type DirectoryGroup,
  findDirectoryGroup,
  type GroupChanges,
  listDirectoryGroups,
  listDirectoryMembers,
  MOST_MEMBERS_CHANGED,
  MOST_MEMBERS_SHOWN,
} from "../db/people/directory-groups";
import type { GroupField } from "../db/people/directory-search";
import { ScimError, scimResponse } from "../http/scim-error";
import {
  changeProvisionedGroup,
  deprovisionGroup,
  type ProvisionGroupProblem,
  provisionGroup,
} from "../people/provision-groups";
import { isUuid } from "../uuid-v7";
import { type Searchable, toCondition } from "./condition";
import { GROUP_KIND, readMemberIds, sumUp } from "./group-patch";
import { answerList, type ListRequest, readListQuery, readSearch } from "./list";
import { readOperations } from "./patch";
import { type Projection, project, readProjection, shows } from "./projection";
import { memberOf, readBody, requireSchema } from "./read-body";
import { GROUP_SCHEMA } from "./schemas";
import type { ScimCall, ScimRoute } from "./scim-route";
import { readAttributes } from "./values";

/** Groups of a directory's people. */
export const groupRoutes: ScimRoute[] = [
  { method: "GET", path: "/Groups", handle: getGroups },
  { method: "POST", path: "/Groups", handle: postGroup },
  { method: "POST", path: "/Groups/.search", handle: searchGroups },
  { method: "GET", path: "/Groups/{id}", handle: getGroup },
  { method: "PUT", path: "/Groups/{id}", handle: putGroup },
  { method: "PATCH", path: "/Groups/{id}", handle: patchGroup },
  { method: "DELETE", path: "/Groups/{id}", handle: deleteGroup },
];

const searchable: Searchable<GroupField> = {
  schema: GROUP_SCHEMA,
  fields: new Map([
    ["id", "id"],
    ["displayname", "displayName"],
    ["externalid", "externalId"],
    ["members", "member"],
    ["members.value", "member"],
  ]),
  toStored: (_, value) => value,
};

async function getGroups(call: ScimCall): Promise<Response> {
  return await listGroups(call, readListQuery(new URL(call.request.url)));
}

/** @see RFC 7644 §3.4.3 */
async function searchGroups(call: ScimCall): Promise<Response> {
  return await listGroups(call, await readSearch(call.request));
}

async function listGroups(call: ScimCall, { filter, page, projection }: ListRequest): Promise<Response> {
  const condition = filter && toCondition(filter, searchable);
  const { groups, total } = await listDirectoryGroups(call.open.directory.directoryId, condition, page);
  return answerList(await toDocuments(groups, call, projection), { total, offset: page.offset });
}

/** @see RFC 7644 §3.3 */
async function postGroup(call: ScimCall): Promise<Response> {
  const said = await readGroup(call.request);
  const projection = projectionOf(call);
  const made = await provisionGroup(call.open, said, call.now);
  if (typeof made === "string") throw toError(made);
  const location = `${call.base}/Groups/${made.groupId}`;
  return await answerGroup(made, { call, projection, status: 201, headers: { location } });
}

async function getGroup(call: ScimCall): Promise<Response> {
  return await answerGroup(await findOwn(call), { call, projection: projectionOf(call) });
}

/** @see RFC 7644 §3.5.1 */
async function putGroup(call: ScimCall): Promise<Response> {
  const { name, externalId, members } = await readGroup(call.request);
  const changed = await change(call, { name, externalId, members: { only: members } });
  return await answerGroup(changed, { call, projection: projectionOf(call) });
}

/** Without a body where nobody asked for attributes: a group can be large. @see RFC 7644 §3.5.2 */
async function patchGroup(call: ScimCall): Promise<Response> {
  const operations = readOperations(await readBody(call.request));
  await findOwn(call);
  const changed = await change(call, sumUp(operations));
  const projection = projectionOf(call);
  return projection.only ? await answerGroup(changed, { call, projection }) : new Response(null, { status: 204 });
}

/** @see RFC 7644 §3.6 */
async function deleteGroup(call: ScimCall): Promise<Response> {
  const { groupId } = await findOwn(call);
  if ((await deprovisionGroup(call.open, groupId)) !== "done") throw toError("missing");
  return new Response(null, { status: 204 });
}

async function readGroup(request: Request) {
  const body = await readBody(request);
  requireSchema(body, GROUP_SCHEMA);
  const simple = GROUP_KIND.attributes.filter(({ name }) => name !== "members");
  const { displayName = "", externalId } = readAttributes(simple, body);
  return {
    name: String(displayName),
    externalId: typeof externalId === "string" ? externalId : null,
    members: readMemberIds(memberOf(body, "members") ?? []),
  };
}

async function change(call: ScimCall, changes: GroupChanges): Promise<DirectoryGroup> {
  const changed = isUuid(call.id) ? await changeProvisionedGroup(call.open, call.id, changes, call.now) : "missing";
  if (typeof changed === "string") throw toError(changed);
  return changed;
}

async function findOwn({ open, id }: ScimCall): Promise<DirectoryGroup> {
  const found = isUuid(id) ? await findDirectoryGroup(open.directory.directoryId, id) : null;
  if (!found) throw toError("missing");
  return found;
}

function projectionOf({ request }: ScimCall): Projection {
  const { searchParams } = new URL(request.url);
  return readProjection(
    searchParams.get("attributes") ?? undefined,
    searchParams.get("excludedAttributes") ?? undefined,
  );
}

async function answerGroup(
  group: DirectoryGroup,
  answer: { call: ScimCall; projection: Projection; status?: number; headers?: Record<string, string> },
): Promise<Response> {
  const { call, projection, status = 200, headers = {} } = answer;
  const [document = {}] = await toDocuments([group], call, projection);
  return scimResponse(document, { status, headers });
}

async function toDocuments(
  groups: readonly DirectoryGroup[],
  { open, base }: ScimCall,
  projection: Projection,
): Promise<Record<string, unknown>[]> {
  const ids = shows(projection, "members") ? groups.map(({ groupId }) => groupId) : [];
  const members = await listDirectoryMembers(open.directory.directoryId, ids);
  if (!members)
    throw new ScimError(
      400,
      `These groups have more than ${MOST_MEMBERS_SHOWN} members. Ask with excludedAttributes=members.`,
      "tooMany",
    );
  return groups.map((group) => project(toDocument(group, members.get(group.groupId) ?? [], base), projection));
}

/** A group as directories read it. @see RFC 7643 §4.2, §8.4 */
function toDocument(group: DirectoryGroup, memberIds: readonly string[], base: string): Record<string, unknown> {
  const { groupId, name, externalId, createdAt, updatedAt } = group;
  return {
    schemas: [GROUP_SCHEMA],
    id: groupId,
    displayName: name,
    ...(externalId !== null && { externalId }),
    // Without the names of people, which stand with each person: a directory that compares what it sent with what it reads
    // would take them for a change.
    ...(memberIds.length > 0 && { members: memberIds.map((userId) => toMember(userId, base)) }),
    meta: {
      resourceType: "Group",
      created: createdAt.toISOString(),
      lastModified: updatedAt.toISOString(),
      location: `${base}/Groups/${groupId}`,
    },
  };
}

function toMember(userId: string, base: string): Record<string, string> {
  return { value: userId, $ref: `${base}/Users/${userId}`, type: "User" };
}

function toError(problem: ProvisionGroupProblem): ScimError {
  switch (problem) {
    case "missing":
      return new ScimError(404, "This directory has no such group.");
    case "taken":
      return new ScimError(409, "The portal has a group with this displayName.", "uniqueness");
    case "nameMissing":
      return new ScimError(400, "displayName must have a value.", "invalidValue");
    case "nameLong":
      return new ScimError(400, "displayName must not be longer than 64 characters.", "invalidValue");
    case "nameCharacters":
      return new ScimError(400, "displayName must hold no commas and no invisible characters.", "invalidValue");
    case "stranger":
      return new ScimError(400, "A member is none of this directory's people.", "invalidValue");
    case "tooMany":
      return new ScimError(400, `A request must not remove more than ${MOST_MEMBERS_CHANGED} members.`, "tooMany");
    case "full":
      return new ScimError(400, "A member would be in more than 100 groups.", "invalidValue");
  }
}
