import { OAuthError } from "./errors";
import { parseForeignJson } from "./json";
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
  if (type.trim().toLowerCase() !== "application/json") throw new OAuthError(code, "The body must be application/json");
  let value: unknown;
  try {
    // RFC 8259 §8.1: UTF-8; broken sequences are refused, not replaced.
    value = parseForeignJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new OAuthError(code, "The body is not well-formed JSON", { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new OAuthError(code, "The body must be a JSON object");
  }
  return value as Record<string, unknown>;
}
