import { ScimError } from "../http/scim-error";
import { OAuthError } from "../oauth/errors";
import { parseForeignJson } from "../oauth/wire/json";
import { readBody as readBytes } from "../oauth/wire/params";

/** The largest body that is read, in bytes: a group of some thousand people. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** The most members and elements of a body, over all levels. */
const MAX_VALUES = 50_000;

/** Reads the JSON object of a request. @throws {ScimError} @see RFC 7644 §3.1, §3.12 */
export async function readBody(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(scim\+)?json\s*(;|$)/i.test(type))
    throw new ScimError(415, "Send the body as application/scim+json or application/json.");
  const bytes = await readBytes(request, MAX_BODY_BYTES).catch((error: unknown) => {
    if (!(error instanceof OAuthError)) throw error;
    throw new ScimError(413, `The body must not be larger than ${MAX_BODY_BYTES} bytes.`);
  });
  try {
    const value = parseForeignJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes), MAX_VALUES);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    throw new ScimError(400, "The body is no JSON that can be read.", "invalidSyntax");
  }
  throw new ScimError(400, "The body must be a JSON object.", "invalidSyntax");
}

/** The member of this name, whose capital letters make no difference. @see RFC 7643 §2.1 */
export function memberOf(body: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(body, name)) return body[name];
  const wanted = name.toLowerCase();
  const found = Object.keys(body).find((key) => key.toLowerCase() === wanted);
  return found === undefined ? undefined : body[found];
}

/** Refuses a message that says it is another one. @see RFC 7644 §3.1 (schemas) */
export function requireSchema(body: Readonly<Record<string, unknown>>, schema: string): void {
  const schemas = memberOf(body, "schemas");
  const names = Array.isArray(schemas) ? schemas : [];
  const isNamed = names.some((name) => typeof name === "string" && name.toLowerCase() === schema.toLowerCase());
  if (!isNamed) throw new ScimError(400, `schemas must hold ${schema}.`, "invalidSyntax");
}
