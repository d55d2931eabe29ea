import { ScimError } from "../http/scim-error";
import { memberOf } from "./read-body";
import { type Attribute, findAttribute } from "./schemas";

/** A value of a resource in the portal's own form: names as the schema writes them, nothing that it does not know. */
export type ScimValue = string | boolean | ScimObject | ScimObject[];
export interface ScimObject {
  [name: string]: ScimValue;
}

/** Characters of a text, and values of a list, that are kept. */
const MAX_TEXT = 1_000;
export const MAX_LIST = 50;

function invalid(attribute: Pick<Attribute, "name">, must: string): ScimError {
  return new ScimError(400, `${attribute.name} must be ${must}.`, "invalidValue");
}

/**
 * Reads what was sent for an attribute. Null, an empty text and an empty list say that it has no value.
 * @returns undefined: no value
 * @throws {ScimError} `invalidValue`
 * @see RFC 7643 §2.5
 */
export function readValue(attribute: Attribute, sent: unknown): ScimValue | undefined {
  if (sent === null || sent === undefined || sent === "") return undefined;
  if (!attribute.isMultiValued) return readSingle(attribute, sent);
  const all = Array.isArray(sent) ? sent : [sent];
  if (all.length > MAX_LIST) throw invalid(attribute, `a list of at most ${MAX_LIST} values`);
  // Some send plain addresses in place of objects.
  const values = all.map((each) => readSingle(attribute, typeof each === "string" ? { value: each } : each));
  const read = values.filter((value) => isObject(value)).filter((value) => Object.keys(value).length > 0);
  return read.length === 0 ? undefined : keepOnePrimary(read);
}

function readSingle(attribute: Attribute, sent: unknown): ScimValue | undefined {
  if (attribute.type === "complex") return readComplex(attribute, sent);
  if (attribute.type === "boolean") {
    // Entra ID writes "True" and "False".
    const said = typeof sent === "string" ? sent.toLowerCase() : sent;
    if (said === true || said === "true") return true;
    if (said === false || said === "false") return false;
    throw invalid(attribute, "true or false");
  }
  if (typeof sent !== "string" || sent.length > MAX_TEXT)
    throw invalid(attribute, `a text of at most ${MAX_TEXT} characters`);
  return sent;
}

function readComplex({ name, subAttributes = [] }: Attribute, sent: unknown): ScimObject {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent)) throw invalid({ name }, "an object");
  const read: ScimObject = {};
  for (const sub of subAttributes) {
    const value = readValue(sub, memberOf(sent as Record<string, unknown>, sub.name));
    if (value !== undefined) read[sub.name] = value;
  }
  return read;
}

/** The first value that says that it is the main one is it. @see RFC 7643 §2.4 */
function keepOnePrimary(values: ScimObject[]): ScimObject[] {
  const main = values.findIndex(({ primary }) => primary === true);
  return values.map((value, index) =>
    value.primary === true && index !== main ? { ...value, primary: false } : value,
  );
}

/** Reads every attribute of a resource that was sent whole; others are ignored. @see RFC 7644 §3.3 */
export function readAttributes(attributes: readonly Attribute[], body: Readonly<Record<string, unknown>>): ScimObject {
  const read: ScimObject = {};
  for (const attribute of attributes) {
    const value = readValue(attribute, memberOf(body, attribute.name));
    if (value !== undefined) read[attribute.name] = value;
  }
  return read;
}

/** The attribute, or the part of one, that names lead to; undefined: the portal knows none. */
export function findTarget(
  attributes: readonly Attribute[],
  { attribute: name, sub }: { attribute: string; sub: string | null },
): { attribute: Attribute; sub: Attribute | null } | undefined {
  const attribute = findAttribute(attributes, name);
  if (!attribute || sub === null) return attribute && { attribute, sub: null };
  const found = findAttribute(attribute.subAttributes ?? [], sub);
  return found && { attribute, sub: found };
}

/** Whether a value has members, and is no list. */
export function isObject(value: ScimValue | undefined): value is ScimObject {
  return typeof value === "object" && !Array.isArray(value);
}
