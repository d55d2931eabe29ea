import { OAuthError } from "../oauth/errors";
import { parseJsonObject } from "../oauth/wire/json";
import { MAX_BODY_BYTES, readBody } from "../oauth/wire/params";

export type JsonBody =
  | { ok: true; value: Record<string, unknown> }
  | { ok: false; status: 400 | 413 | 415; detail: string };

/** Reads a JSON object from the body. @see RFC 8259 */
export async function readJson(request: Request): Promise<JsonBody> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(merge-patch\+)?json\s*(;|$)/i.test(type)) {
    return { ok: false, status: 415, detail: "Send the body as application/json." };
  }
  try {
    const value = parseJsonObject(await readBody(request));
    return value ? { ok: true, value } : { ok: false, status: 400, detail: "The body must be a JSON object." };
  } catch (error) {
    if (error instanceof OAuthError && error.status === 413) {
      return { ok: false, status: 413, detail: `The body must not be larger than ${MAX_BODY_BYTES} bytes.` };
    }
    if (error instanceof SyntaxError || error instanceof TypeError) {
      return { ok: false, status: 400, detail: "The body is not well-formed JSON." };
    }
    throw error;
  }
}
