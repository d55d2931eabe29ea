import { type GroupChanges, type MembersChange, MOST_MEMBERS_CHANGED } from "../db/people/directory-groups";
import { ScimError } from "../http/scim-error";
import { isUuid } from "../uuid-v7";
import type { Filter } from "./filter";
import { partsOf } from "./matches";
import { listTargets, type Operation, type ResourceKind, readKnownPath } from "./patch";
import { memberOf } from "./read-body";
import { EXTERNAL_ID, GROUP_ATTRIBUTES, GROUP_SCHEMA } from "./schemas";
import { readValue } from "./values";

export const GROUP_KIND: ResourceKind = {
  schema: GROUP_SCHEMA,
  attributes: [...GROUP_ATTRIBUTES, EXTERNAL_ID],
  ignored: [],
};

/**
 * Sums up operations on a group, without anybody having to read who is in it.
 * @throws {ScimError} and then nothing counts
 * @see RFC 7644 §3.5.2
 */
export function sumUp(operations: readonly Operation[]): GroupChanges {
  const changes: GroupChanges = {};
  const members = new MembersSum();
  for (const { op, path: text, value, isMember } of operations.flatMap(listTargets)) {
    const path = readKnownPath(GROUP_KIND, text, isMember);
    if (!path) continue;
    const { attribute, sub, filter } = path;
    if (attribute.name === "members") {
      if (sub) throw new ScimError(400, "A member is added or removed as a whole.", "mutability");
      if (filter) members.removeFiltered(op, filter);
      else members.apply(op, value);
      continue;
    }
    if (filter) throw new ScimError(400, `${attribute.name} has no list of values.`, "invalidPath");
    const read = op === "remove" ? undefined : readValue(attribute, value);
    if (attribute.name === "externalId") changes.externalId = typeof read === "string" ? read : null;
    else if (typeof read === "string") changes.name = read;
    else throw new ScimError(400, "displayName must have a value.", op === "remove" ? "mutability" : "invalidValue");
  }
  const change = members.toChange();
  return change ? { ...changes, members: change } : changes;
}

/** What operations one after the other do to the members, whoever they are. */
class MembersSum {
  /** null: those of now are where this begins */
  #only: Set<string> | null = null;
  readonly #add = new Set<string>();
  readonly #remove = new Set<string>();

  apply(op: Operation["op"], value: unknown): void {
    const ids = value === undefined || value === null ? null : readMemberIds(value);
    if (op === "add") this.#addAll(ids ?? []);
    else if (op === "replace") this.#only = new Set(ids ?? []);
    // Entra ID names those to remove beside the path; without names, everybody leaves.
    else if (ids === null) this.#only = new Set();
    else this.#removeAll(ids);
  }

  removeFiltered(op: Operation["op"], filter: Filter): void {
    if (op !== "remove") throw new ScimError(400, "A member is added without a filter.", "invalidPath");
    this.#removeAll(listIds(filter));
  }

  toChange(): MembersChange | null {
    if (this.#only) return { only: [...this.#only] };
    if (this.#add.size + this.#remove.size === 0) return null;
    return { add: [...this.#add], remove: [...this.#remove] };
  }

  #addAll(ids: readonly string[]): void {
    for (const id of ids) {
      if (this.#only) this.#only.add(id);
      else {
        this.#add.add(id);
        this.#remove.delete(id);
      }
    }
  }

  #removeAll(ids: readonly string[]): void {
    for (const id of ids) {
      if (this.#only) this.#only.delete(id);
      else {
        this.#remove.add(id);
        this.#add.delete(id);
      }
    }
  }
}

/** The ids that `value eq "…"`, or several joined by `or`, mean. */
function listIds(filter: Filter): string[] {
  if (filter.kind === "or") return filter.of.flatMap(listIds);
  const [only, ...more] = partsOf(filter) ?? [];
  if (only?.[0] !== "value" || typeof only[1] !== "string" || more.length > 0)
    throw new ScimError(400, 'Members are removed by members[value eq "ID"].', "invalidFilter");
  return isUuid(only[1]) ? [only[1]] : [];
}

/** The ids of the members that were sent. @throws {ScimError} @see RFC 7643 §4.2 */
export function readMemberIds(sent: unknown): string[] {
  const all = Array.isArray(sent) ? sent : [sent];
  if (all.length > MOST_MEMBERS_CHANGED)
    throw new ScimError(400, `A request must not name more than ${MOST_MEMBERS_CHANGED} members.`, "tooMany");
  const ids = all.map((each) => {
    const value = typeof each === "object" && each !== null ? memberOf(each as Record<string, unknown>, "value") : each;
    if (typeof value !== "string")
      throw new ScimError(400, "A member needs the id of a person as value.", "invalidValue");
    return value;
  });
  // What is no id is nobody's: the use case would ask the database for it.
  const strange = ids.find((id) => !isUuid(id));
  if (strange !== undefined)
    throw new ScimError(400, `This directory has no person ${strange.slice(0, 60)}.`, "invalidValue");
  return [...new Set(ids)];
}
