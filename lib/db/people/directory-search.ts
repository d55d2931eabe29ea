import { isUuid } from "../../uuid-v7";
import { Prisma } from "../generated/client";

/** What people of a directory can be found by: each has an index. */
export type PersonField = "id" | "userName" | "externalId" | "email";

/** The same for its groups. */
export type GroupField = "id" | "displayName" | "externalId" | "member";

/** Which resources are meant: those whose field is this, or those that all, or any, of some conditions mean. */
export type Condition<Field> =
  | { kind: "equals"; field: Field; value: string }
  | { kind: "and" | "or"; of: readonly Condition<Field>[] };

/** A page of a list. */
export interface ListPage {
  /** how many come before it */
  offset: number;
  limit: number;
}

const NOTHING = Prisma.sql`SELECT NULL::uuid AS id WHERE false`;

/**
 * The ids of people of a directory that a condition means. Each field is a statement of its own over its index, whatever
 * the planner thinks of the whole, so that no condition reads all people.
 */
export function selectPersonIds(directoryId: string, condition: Condition<PersonField>): Prisma.Sql {
  return combine(condition, (field, value) => {
    if (field === "id") {
      const id = value.toLowerCase();
      return isUuid(id) ? Prisma.sql`SELECT user_id AS id FROM directory_people WHERE user_id = ${id}::uuid` : NOTHING;
    }
    if (field === "userName") return Prisma.sql`SELECT id FROM users WHERE email = ${value}`;
    if (field === "externalId")
      return Prisma.sql`
        SELECT user_id AS id FROM directory_people
        WHERE directory_id = ${directoryId}::uuid AND external_id = ${value}`;
    return Prisma.sql`SELECT user_id AS id FROM directory_people WHERE emails @> ARRAY[${value.toLowerCase()}]::text[]`;
  });
}

/** The same for its groups. @param toNameKey the form in which names are compared */
export function selectGroupIds(
  directoryId: string,
  condition: Condition<GroupField>,
  toNameKey: (name: string) => string,
): Prisma.Sql {
  return combine(condition, (field, value) => {
    const id = value.toLowerCase();
    if ((field === "id" || field === "member") && !isUuid(id)) return NOTHING;
    if (field === "id") return Prisma.sql`SELECT group_id AS id FROM directory_groups WHERE group_id = ${id}::uuid`;
    if (field === "member") return Prisma.sql`SELECT group_id AS id FROM group_members WHERE user_id = ${id}::uuid`;
    if (field === "displayName") return Prisma.sql`SELECT id FROM groups WHERE name_key = ${toNameKey(value.trim())}`;
    return Prisma.sql`
      SELECT group_id AS id FROM directory_groups
      WHERE directory_id = ${directoryId}::uuid AND external_id = ${value}`;
  });
}

function combine<Field>(condition: Condition<Field>, select: (field: Field, value: string) => Prisma.Sql): Prisma.Sql {
  // No text column can hold NUL.
  if (condition.kind === "equals")
    return condition.value.includes("\0") ? NOTHING : select(condition.field, condition.value);
  const parts = condition.of.map((each) => Prisma.sql`(${combine(each, select)})`);
  return Prisma.join(parts, condition.kind === "and" ? " INTERSECT " : " UNION ");
}
