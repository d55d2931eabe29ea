import { ScimError } from "../http/scim-error";
import { countComparisons, type PatchPath, parsePatchPath } from "./filter";
import { matches, partsOf } from "./matches";
import { memberOf, requireSchema } from "./read-body";
import { type Attribute, EXTENSION_PREFIX, OWN_ATTRIBUTES } from "./schemas";
import { findTarget, isObject, MAX_LIST, readValue, type ScimObject, type ScimValue } from "./values";

const PATCH_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** Operations of one request, at most. */
const MAX_OPERATIONS = 1_000;

export interface Operation {
  op: "add" | "replace" | "remove";
  /** null: the value's members are the paths */
  path: string | null;
  value: unknown;
}

/** Comparisons in the filters of one request's paths, at most: each is made with each value of a list. */
const MAX_COMPARISONS = 5_000;

/** What the portal knows of a kind of resource. */
export interface ResourceKind {
  schema: string;
  attributes: readonly Attribute[];
  /** accepted without effect, in lower case */
  ignored: readonly string[];
}

/** The operations of a PATCH in their order. @throws {ScimError} @see RFC 7644 §3.5.2 */
export function readOperations(body: Readonly<Record<string, unknown>>): Operation[] {
  requireSchema(body, PATCH_SCHEMA);
  const sent = memberOf(body, "Operations");
  if (!Array.isArray(sent) || sent.length === 0)
    throw new ScimError(400, "Operations must be a list of at least one operation.", "invalidSyntax");
  if (sent.length > MAX_OPERATIONS)
    throw new ScimError(400, `A request must not hold more than ${MAX_OPERATIONS} operations.`, "tooMany");
  return sent.map(readOperation);
}

function readOperation(sent: unknown): Operation {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent))
    throw new ScimError(400, "An operation must be an object.", "invalidSyntax");
  const operation = sent as Record<string, unknown>;
  const said = memberOf(operation, "op");
  // Entra ID writes Add, Replace and Remove.
  const op = typeof said === "string" ? said.toLowerCase() : "";
  if (op !== "add" && op !== "replace" && op !== "remove")
    throw new ScimError(400, "op must be add, replace or remove.", "invalidSyntax");
  const path = memberOf(operation, "path") ?? null;
  if (path !== null && typeof path !== "string") throw new ScimError(400, "path must be a text.", "invalidPath");
  const value = memberOf(operation, "value");
  if (op === "remove" && !path) throw new ScimError(400, "remove needs a path.", "noTarget");
  if (op !== "remove" && value === undefined) throw new ScimError(400, `${op} needs a value.`, "invalidValue");
  return { op, path: path === "" ? null : path, value };
}

/** One operation on one path: those without a path are as many as their value has members. */
export function listTargets(
  operation: Operation,
): { op: Operation["op"]; path: string; value: unknown; isMember: boolean }[] {
  const { op, path, value } = operation;
  if (path !== null) return [{ op, path, value, isMember: false }];
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ScimError(400, "An operation without path needs an object as its value.", "invalidValue");
  return Object.entries(value).map(([name, each]) => ({ op, path: name, value: each, isMember: true }));
}

/** An operation whose path was read. */
export type Step = { path: KnownPath } & Pick<Operation, "op" | "value">;

/** Reads the paths of operations, before any of them is applied. @throws {ScimError} */
export function readSteps(kind: ResourceKind, operations: readonly Operation[]): Step[] {
  let comparisons = 0;
  return operations.flatMap(listTargets).flatMap(({ op, path: text, value, isMember }) => {
    const path = readKnownPath(kind, text, isMember);
    if (path?.filter) comparisons += countComparisons(path.filter);
    if (comparisons > MAX_COMPARISONS)
      throw new ScimError(400, `The paths must not hold more than ${MAX_COMPARISONS} comparisons.`, "tooMany");
    return path ? [{ path, op, value }] : [];
  });
}

/**
 * Applies operations to a resource. The resource that was given is not changed.
 * @throws {ScimError} and then nothing counts
 */
export function applySteps(resource: ScimObject, steps: readonly Step[]): ScimObject {
  const changed = structuredClone(resource);
  for (const step of steps) applyOne(changed, step.path, step);
  return changed;
}

export interface KnownPath {
  attribute: Attribute;
  sub: Attribute | null;
  filter: PatchPath["filter"];
}

/**
 * What a path leads to; null: something that is accepted without effect.
 * @param isMember it is a member's name of a value without path, where a whole resource may stand
 */
export function readKnownPath(kind: ResourceKind, text: string, isMember: boolean): KnownPath | null {
  if (isExtension(kind, text)) return null;
  const path = parsePatchPath(text);
  const target = findTarget(kind.attributes, path);
  if (target) return { ...target, filter: path.filter };
  if (kind.ignored.includes(path.attribute)) return null;
  if (OWN_ATTRIBUTES.includes(path.attribute)) {
    if (isMember) return null;
    throw new ScimError(400, `${path.attribute} cannot be changed.`, "mutability");
  }
  // RFC 7644 §3.3: in a resource, what is not known is ignored; a path must lead somewhere.
  if (isMember) return null;
  throw new ScimError(400, `There is no attribute ${text.slice(0, 100)}.`, "invalidPath");
}

/** Attributes of other schemas, such as the enterprise extension, are accepted and ignored. */
function isExtension({ schema }: ResourceKind, text: string): boolean {
  const lower = text.trim().toLowerCase();
  return lower.startsWith(EXTENSION_PREFIX) && !lower.startsWith(`${schema.toLowerCase()}:`);
}

function applyOne(
  resource: ScimObject,
  { attribute, sub, filter }: KnownPath,
  { op, value }: Pick<Operation, "op" | "value">,
) {
  const { name } = attribute;
  if (attribute.isMultiValued) {
    const values = applyToList(attribute, listOf(resource[name]), { sub, filter }, { op, value });
    if (values.length > MAX_LIST) throw new ScimError(400, `${name} holds ${MAX_LIST} values at most.`, "invalidValue");
    setOrUnset(resource, name, values.length === 0 ? undefined : values);
  } else if (filter) {
    throw new ScimError(400, `${name} has no list of values.`, "invalidPath");
  } else if (sub) {
    const before = resource[name];
    const whole = isObject(before) ? before : {};
    setOrUnset(whole, sub.name, op === "remove" ? undefined : readValue(sub, value));
    setOrUnset(resource, name, Object.keys(whole).length === 0 ? undefined : whole);
  } else {
    const read = op === "remove" ? undefined : readValue(attribute, value);
    // RFC 7644 §3.5.2.3: parts of a complex attribute that are not named stay.
    const before = resource[name];
    setOrUnset(resource, name, isObject(before) && isObject(read) ? { ...before, ...read } : read);
  }
  if (attribute.isRequired && resource[name] === undefined)
    throw new ScimError(400, `${name} must have a value.`, "mutability");
}

function applyToList(
  attribute: Attribute,
  values: ScimObject[],
  { sub, filter }: Pick<KnownPath, "sub" | "filter">,
  { op, value }: Pick<Operation, "op" | "value">,
): ScimObject[] {
  // Each value is compared once.
  const meant = new Set(values.filter((each) => filter === null || matches(filter, each)));
  const isMeant = (each: ScimObject) => meant.has(each);
  if (op === "remove") {
    if (filter && meant.size === 0) throw new ScimError(400, "No value is as the path says.", "noTarget");
    if (sub) return values.map((each) => (isMeant(each) ? without(each, sub.name) : each)).filter(isNotEmpty);
    // Entra ID names the values to remove beside the path.
    const named = filter === null && value !== undefined ? listOf(readValue(attribute, value)) : null;
    return values.filter((each) => (named ? !named.some((one) => one.value === each.value) : !isMeant(each)));
  }
  if (filter === null && sub === null) {
    const read = listOf(readValue(attribute, value));
    return op === "replace"
      ? read
      : withMain([...values.filter((each) => !read.some((one) => isSame(one, each))), ...read]);
  }
  const read = sub ? readValue(sub, value) : readValue({ ...attribute, isMultiValued: undefined }, firstOf(value));
  const change = (each: ScimObject): ScimObject => {
    if (sub) return read === undefined ? without(each, sub.name) : { ...each, [sub.name]: read };
    return isObject(read) ? { ...each, ...read } : each;
  };
  if (meant.size > 0) {
    const [main] = meant;
    return withMain(
      values.map((each) => (isMeant(each) ? change(each) : each)),
      main && change(main),
    );
  }
  // RFC 7644 §3.5.2.3: a replacement needs something to replace. An addition makes the value that its path describes.
  const parts = filter === null ? [] : partsOf(filter);
  if (op === "replace" || parts === null) throw new ScimError(400, "No value is as the path says.", "noTarget");
  const made = readValue(attribute, [change(Object.fromEntries(parts))]);
  return withMain([...values, ...listOf(made)]);
}

/** Of several main values, only the one that was named last is it. @see RFC 7644 §3.5.2 (primary) */
function withMain(values: ScimObject[], named?: ScimObject): ScimObject[] {
  const isNamed = (each: ScimObject) => named?.primary === true && isSame(each, named);
  const main = values.findLastIndex((each) => each.primary === true && (named?.primary !== true || isNamed(each)));
  return values.map((each, index) => (each.primary === true && index !== main ? { ...each, primary: false } : each));
}

function isSame(one: ScimObject, other: ScimObject): boolean {
  return one.value === other.value && one.type === other.type;
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function listOf(value: ScimValue | undefined): ScimObject[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? [value] : [];
}

function without(value: ScimObject, name: string): ScimObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

function isNotEmpty(value: ScimObject): boolean {
  return Object.keys(value).length > 0;
}

function setOrUnset(target: ScimObject, name: string, value: ScimValue | undefined): void {
  if (value === undefined) delete target[name];
  else target[name] = value;
}
