/** A file that the portal keeps in its database. */
export interface KeptFile {
  content: Uint8Array | string;
  mediaType: string;
}

/** `Cache-Control` of a file whose address changes with its content. */
export const FOREVER = "public, max-age=31536000, immutable";

/** Who may show a file, and for how long it may be kept. */
export interface FileUse {
  cacheControl: string;
  /** `cross-origin`: pages of other sites may show it */
  resourcePolicy: "same-origin" | "cross-origin";
}

/**
 * Answers with a file that somebody uploaded: as nothing but what it is, also when its address is opened by itself.
 * Null: there is none.
 */
export function answerFile(file: KeptFile | null, { cacheControl, resourcePolicy }: FileUse): Response {
  if (!file) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  const { content, mediaType } = file;
  return new Response(typeof content === "string" ? content : Uint8Array.from(content), {
    headers: {
      "content-type": mediaType,
      "content-disposition": "inline",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": resourcePolicy,
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": cacheControl,
    },
  });
}
