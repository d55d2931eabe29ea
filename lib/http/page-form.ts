/** A posted form that cannot be read: too long, another media type, or broken. `status` is the HTTP status to answer. */
export class PageFormError extends Error {
  override name = "PageFormError";
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

/** More than any form of the portal's own pages holds. */
const maxBytes = 64 * 1024;

/**
 * The fields of a form that one of the portal's own pages posted. Reads no more than it accepts.
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
    if (length > maxBytes) {
      await reader.cancel();
      throw new PageFormError(413, "This form is too long.");
    }
    chunks.push(value);
  }
  try {
    const fields = new URLSearchParams(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
    // No text column can hold it, and no field of a page makes it.
    if ([...fields.values()].some((value) => value.includes("\0")))
      throw new PageFormError(400, "This form holds NUL.");
    return fields;
  } catch (error) {
    if (error instanceof TypeError) throw new PageFormError(400, "This form is not UTF-8.");
    throw error;
  }
}
