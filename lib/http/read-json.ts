import { parseForeignJson } from "../oauth/json";

/** Bytes a JSON body may have. */
export const jsonBodyLimit = 65_536;

export type JsonBody =
  | { ok: true; value: Record<string, unknown> }
  | { ok: false; status: 400 | 413 | 415; detail: string };

/** Reads a JSON object from the body, and never more than `jsonBodyLimit` bytes of it. @see RFC 8259 */
export async function readJson(request: Request): Promise<JsonBody> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(merge-patch\+)?json\s*(;|$)/i.test(type)) {
    return { ok: false, status: 415, detail: "Send the body as application/json." };
  }
  const bytes = await readLimited(request);
  if (!bytes) return { ok: false, status: 413, detail: `The body may have ${jsonBodyLimit} bytes.` };
  try {
    // RFC 8259 §8.1: UTF-8; broken sequences are refused, not replaced.
    const value: unknown = parseForeignJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { ok: true, value: value as Record<string, unknown> };
    }
    return { ok: false, status: 400, detail: "The body must be a JSON object." };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) {
      return { ok: false, status: 400, detail: "The body is not well-formed JSON." };
    }
    throw error;
  }
}

async function readLimited(request: Request): Promise<Uint8Array | null> {
  if (Number(request.headers.get("content-length") ?? 0) > jsonBodyLimit) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > jsonBodyLimit) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
