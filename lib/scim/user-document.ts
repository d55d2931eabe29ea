import { decodeEmail } from "../auth/readable-host";
import type { DirectoryEntry, DirectoryPerson } from "../db/people/directory-people";
import { isMailAddress, normalizeEmail } from "../db/people/mail-address";
import { ScimError } from "../http/scim-error";
import type { Provisioned } from "../people/provision-people";
import type { ResourceKind } from "./patch";
import { EXTERNAL_ID, IGNORED_USER_ATTRIBUTES, USER_ATTRIBUTES, USER_SCHEMA } from "./schemas";
import { isObject, readAttributes, type ScimObject, type ScimValue } from "./values";

export const USER_KIND: ResourceKind = {
  schema: USER_SCHEMA,
  attributes: [...USER_ATTRIBUTES, EXTERNAL_ID],
  ignored: IGNORED_USER_ATTRIBUTES,
};

/** Characters of all that a directory says about one person. */
const MAX_ENTRY = 16_384;

/** Reads a person that was sent whole. @throws {ScimError} @see RFC 7644 §3.3, §3.5.1 */
export function readUser(body: Readonly<Record<string, unknown>>): Provisioned {
  return toProvisioned(readAttributes(USER_KIND.attributes, body));
}

/** What a resource says, as the use cases take it. @throws {ScimError} `invalidValue` */
export function toProvisioned(resource: ScimObject): Provisioned {
  const { userName, externalId, active, ...attributes } = resource;
  const email = typeof userName === "string" ? normalizeEmail(userName) : "";
  if (!isMailAddress(email)) throw new ScimError(400, "userName must be a mail address.", "invalidValue");
  if (JSON.stringify(attributes).length > MAX_ENTRY)
    throw new ScimError(400, `A person must not have more than ${MAX_ENTRY} characters of attributes.`, "invalidValue");
  const entry: DirectoryEntry = {
    externalId: typeof externalId === "string" ? externalId : null,
    emails: [
      ...new Set(
        listOf(attributes.emails).flatMap(({ value }) => (typeof value === "string" ? value.toLowerCase() : [])),
      ),
    ],
    attributes,
  };
  return { email, isActive: typeof active === "boolean" ? active : null, ...entry };
}

/** A person in the portal's own form, for operations on it. */
export function toResource({ user, externalId, attributes }: DirectoryPerson): ScimObject {
  return {
    ...(attributes as ScimObject),
    userName: decodeEmail(user.email),
    active: user.suspendedAt === null,
    ...(externalId !== null && { externalId }),
  };
}

/** A person as directories read them. @see RFC 7643 §4.1, §8.1 */
export function toUserDocument(person: DirectoryPerson, base: string): Record<string, unknown> {
  const { userId } = person.user;
  const meta = {
    resourceType: "User",
    created: person.createdAt.toISOString(),
    lastModified: person.updatedAt.toISOString(),
    location: `${base}/Users/${userId}`,
  };
  return { schemas: [USER_SCHEMA], id: userId, ...toResource(person), meta };
}

function listOf(value: ScimValue | undefined): ScimObject[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? [value] : [];
}
