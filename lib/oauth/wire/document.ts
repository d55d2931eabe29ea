import { createHash } from "node:crypto";
import { jsonResponse } from "./json-response";

/** How long anybody may cache a document, in seconds. */
const MAX_AGE = 300;

/**
 * Answers with a public document that seldom changes. A client that already has this version gets 304.
 * @see RFC 9110 §8.8.3, §13.1.2, §15.4.5
 */
export function answerDocument(request: Request, document: object): Response {
  const tag = `"${createHash("sha256").update(JSON.stringify(document)).digest("base64url")}"`;
  const headers = { "cache-control": `public, max-age=${MAX_AGE}`, etag: tag };
  if (isKnownTag(request, tag)) return new Response(null, { status: 304, headers });
  return jsonResponse(document, { headers });
}

/** Whether the client already has the version with this tag. */
export function isKnownTag(request: Request, tag: string): boolean {
  const known = request.headers.get("if-none-match") ?? "";
  // RFC 9110 §13.1.2: a weak comparison with each of the listed tags; `*` matches any.
  return known.split(",").some((each) => ["*", tag].includes(each.trim().replace(/^W\//, "")));
}
