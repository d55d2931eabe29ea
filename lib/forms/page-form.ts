/**
 * A posted form cannot be read: too long, another media type, or broken. `status` is the HTTP status to answer with.
 */
export class PageFormError extends Error {
  override name = "PageFormError";
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

/** More than any form of the portal's own pages holds. */
const MAX_BYTES = 64 * 1024;

/** The most fields: the consent form of an app with 200 scopes has about 210. */
const MAX_FIELDS = 500;

/**
 * The fields of a form that one of the portal's own pages posted. Reads no more bytes than it accepts.
 * @throws {PageFormError}
 */
export async function readPageForm(request: Request): Promise<URLSearchParams> {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/x-www-form-urlencoded") throw new PageFormError(415, "This is not a form.");
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > MAX_BYTES) {
      await reader.cancel();
      throw new PageFormError(413, "This form is too long.");
    }
    chunks.push(value);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
    if (!hasFewFields(text)) throw new PageFormError(413, "This form has too many fields.");
    const fields = new URLSearchParams(text);
    // No text column can hold NUL, and no field of a page sends it.
    if ([...fields.values()].some((value) => value.includes("\0")))
      throw new PageFormError(400, "This form holds NUL.");
    return fields;
  } catch (error) {
    if (error instanceof TypeError) throw new PageFormError(400, "This form is not UTF-8.");
    throw error;
  }
}

function hasFewFields(text: string): boolean {
  let at = -1;
  for (let count = 0; count < MAX_FIELDS; count += 1) {
    at = text.indexOf("&", at + 1);
    if (at === -1) return true;
  }
  return false;
}
