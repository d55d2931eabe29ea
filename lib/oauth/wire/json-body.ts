import { OAuthError } from "../errors";
import { JsonLimitError, parseJsonObject } from "./json";
import { readBody } from "./params";

/**
 * The JSON object in the body. Throws `code`, or `invalid_request` (413) for a body that is too large.
 * @see RFC 7591 §3.1
 */
export async function readJsonBody(
  request: Request,
  code: "invalid_client_metadata" | "invalid_request",
): Promise<Record<string, unknown>> {
  const bytes = await readBody(request);
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/json") {
    throw new OAuthError(code, "The body must be application/json", { cause: "body_type" });
  }
  let value: Record<string, unknown> | null;
  try {
    value = parseJsonObject(bytes);
  } catch (error) {
    if (error instanceof JsonLimitError) {
      throw new OAuthError(code, `The body must not contain ${error.message}`, { cause: "list_too_long", error });
    }
    throw new OAuthError(code, "The body is not well-formed JSON", { cause: "body_malformed", error });
  }
  if (value === null) throw new OAuthError(code, "The body must be a JSON object", { cause: "body_malformed" });
  return value;
}
