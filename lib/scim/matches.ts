import { ScimError } from "../http/scim-error";
import type { AttributePath, Filter } from "./filter";
import type { ScimObject, ScimValue } from "./values";

/**
 * Whether a value of a list is one that a filter in a path means, such as `emails[type eq "work"]`. Texts are compared
 * without the difference of capital letters.
 * @throws {ScimError} `invalidFilter`: a filter in a filter
 * @see RFC 7644 §3.4.2.2
 */
export function matches(filter: Filter, value: ScimObject): boolean {
  switch (filter.kind) {
    case "and":
      return filter.of.every((each) => matches(each, value));
    case "or":
      return filter.of.some((each) => matches(each, value));
    case "not":
      return !matches(filter.of, value);
    case "present":
      return partOf(value, filter.path) !== undefined;
    case "compare":
      return compare(partOf(value, filter.path), filter);
    case "values":
      throw new ScimError(400, "A filter in a path cannot hold another one.", "invalidFilter");
  }
}

/** The parts that every value which such a filter means has: those of its `eq`, joined by `and`; null: it says more. */
export function partsOf(filter: Filter): [name: string, value: string | boolean][] | null {
  if (filter.kind === "and") {
    const parts = filter.of.map(partsOf);
    return parts.every((part) => part !== null) ? parts.flat() : null;
  }
  if (filter.kind !== "compare" || filter.operator !== "eq") return null;
  const { path, value } = filter;
  return typeof value === "string" || typeof value === "boolean" ? [[path.attribute, value]] : null;
}

function partOf(value: ScimObject, { attribute }: AttributePath): ScimValue | undefined {
  const name = Object.keys(value).find((key) => key.toLowerCase() === attribute);
  return name === undefined ? undefined : value[name];
}

function compare(
  found: ScimValue | undefined,
  { operator, value: wanted }: Extract<Filter, { kind: "compare" }>,
): boolean {
  const [one, other] = [fold(found), fold(wanted)];
  if (operator === "eq") return one === other;
  if (operator === "ne") return one !== other;
  if (typeof one !== "string" || typeof other !== "string") return false;
  switch (operator) {
    case "co":
      return one.includes(other);
    case "sw":
      return one.startsWith(other);
    case "ew":
      return one.endsWith(other);
    case "gt":
      return one > other;
    case "ge":
      return one >= other;
    case "lt":
      return one < other;
    case "le":
      return one <= other;
  }
}

function fold(value: unknown): unknown {
  if (value === null) return undefined;
  // Entra ID asks for primary eq "True".
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" ? value.toLowerCase() : value;
}
