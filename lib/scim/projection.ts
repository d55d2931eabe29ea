import { ScimError } from "../http/scim-error";
import { type AttributePath, parseAttributePath } from "./filter";

/** Names of attributes in one request, at most. */
const MAX_NAMES = 50;

/** Which attributes an answer has. @see RFC 7644 §3.9 */
export interface Projection {
  /** only these; null: all */
  only: readonly AttributePath[] | null;
  without: readonly AttributePath[];
}

/** Always there. @see RFC 7643 §3.1 (returned: always) */
const ALWAYS = new Set(["schemas", "id", "meta"]);

/** @throws {ScimError} both were sent, or a name is none */
export function readProjection(attributes: unknown, excluded: unknown): Projection {
  const only = readNames(attributes);
  const without = readNames(excluded);
  if (only && without) throw new ScimError(400, "Send attributes or excludedAttributes, not both.", "invalidValue");
  return { only, without: without ?? [] };
}

function readNames(sent: unknown): AttributePath[] | null {
  const names = typeof sent === "string" ? sent.split(",") : sent;
  if (!Array.isArray(names) || names.length === 0) return null;
  if (names.length > MAX_NAMES) throw new ScimError(400, `Name at most ${MAX_NAMES} attributes.`, "invalidValue");
  const said = names.filter((name) => name !== "");
  if (said.length === 0) return null;
  return said.map((name) => {
    const path = typeof name === "string" ? parseAttributePath(name) : null;
    if (!path) throw new ScimError(400, "A name of an attribute cannot be read.", "invalidValue");
    return path;
  });
}

/** Whether answers with this projection have the attribute, or a part of it. */
export function shows({ only, without }: Projection, attribute: string): boolean {
  const name = attribute.toLowerCase();
  if (ALWAYS.has(name)) return true;
  if (only) return only.some((path) => path.attribute === name);
  return !without.some((path) => path.attribute === name && path.sub === null);
}

/** The same document with the attributes of the projection. */
export function project(document: Readonly<Record<string, unknown>>, projection: Projection): Record<string, unknown> {
  const shown = Object.entries(document).filter(([name]) => shows(projection, name));
  return Object.fromEntries(shown.map(([name, value]) => [name, projectParts(name, value, projection)]));
}

function projectParts(attribute: string, value: unknown, { only, without }: Projection): unknown {
  const name = attribute.toLowerCase();
  if (ALWAYS.has(name)) return value;
  const wanted = only?.filter((path) => path.attribute === name).map(({ sub }) => sub);
  const unwanted = without.filter((path) => path.attribute === name).map(({ sub }) => sub);
  if ((!wanted || wanted.includes(null)) && unwanted.length === 0) return value;
  const isShown = (part: string) =>
    wanted ? wanted.includes(part.toLowerCase()) : !unwanted.includes(part.toLowerCase());
  const cut = (each: unknown) =>
    typeof each === "object" && each !== null
      ? Object.fromEntries(Object.entries(each).filter(([part]) => isShown(part)))
      : each;
  return Array.isArray(value) ? value.map(cut) : cut(value);
}
