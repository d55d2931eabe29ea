import type { Condition } from "../db/people/directory-search";
import { ScimError } from "../http/scim-error";
import type { AttributePath, Filter } from "./filter";

/** What the database can look for without reading everybody: fields by the paths that mean them. */
export interface Searchable<Field extends string> {
  schema: string;
  /** in lower case: `emails.value` */
  fields: ReadonlyMap<string, Field>;
  /** the form in which values are stored */
  toStored: (field: Field, value: string) => string;
}

/**
 * The same filter as the database takes it: comparisons by `eq` of what has an index, joined by `and` and `or`.
 * @throws {ScimError} `invalidFilter`: it asks for anything else, which would mean to read everybody
 */
export function toCondition<Field extends string>(filter: Filter, searchable: Searchable<Field>): Condition<Field> {
  switch (filter.kind) {
    case "and":
    case "or":
      return { kind: filter.kind, of: filter.of.map((each) => toCondition(each, searchable)) };
    case "values":
      // `emails[value eq "…"]` is `emails.value eq "…"`.
      return toCondition(liftPath(filter.filter, filter.path), searchable);
    case "compare": {
      const { path, operator, value } = filter;
      const field = isOwn(path, searchable.schema) ? searchable.fields.get(nameOf(path)) : undefined;
      if (field !== undefined && operator === "eq" && typeof value === "string")
        return { kind: "equals", field, value: searchable.toStored(field, value) };
      break;
    }
    case "present":
    case "not":
  }
  const known = [...searchable.fields.keys()].join(", ");
  throw new ScimError(400, `Filters are eq of ${known}, joined by and, or.`, "invalidFilter");
}

function isOwn({ schema }: AttributePath, own: string): boolean {
  return schema === null || schema === own.toLowerCase();
}

function nameOf({ attribute, sub }: AttributePath): string {
  return sub === null ? attribute : `${attribute}.${sub}`;
}

function liftPath(filter: Filter, { schema, attribute }: AttributePath): Filter {
  if (filter.kind === "and" || filter.kind === "or")
    return { kind: filter.kind, of: filter.of.map((each) => liftPath(each, { schema, attribute, sub: null })) };
  if (filter.kind !== "compare") return filter;
  return { ...filter, path: { schema, attribute, sub: filter.path.attribute } };
}
