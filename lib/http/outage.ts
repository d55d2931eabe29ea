import { isDatabaseAway } from "../db/driver/outage";
import { renderMessagePage } from "./message-page";
import { problem } from "./problem";
import { wordsOf } from "./request-words";
import { ScimError } from "./scim-error";

/** Seconds after which to ask again, for `Retry-After`: the portal continues within a second of the database. */
export const OUTAGE_RETRY_SECONDS = 2;

/**
 * The page for everybody while the database is away: what to do, and that nothing is lost. It needs no database.
 * @see RFC 9110 §15.6.4
 */
export function renderOutagePage(request: Request): Response {
  const all = wordsOf(request);
  const words = all.common.outage;
  const { pathname, search } = new URL(request.url);
  // A form that was posted cannot be sent again by a link: a reload does that.
  const wasPosted = request.method !== "GET" && request.method !== "HEAD";
  return renderMessagePage({
    status: 503,
    title: words.title,
    message: `${words.body} ${wasPosted ? words.posted : words.asked}`,
    action: wasPosted ? { href: "/", label: words.home } : { href: pathname + search, label: words.action },
    words: all,
    request,
    retryAfter: OUTAGE_RETRY_SECONDS,
  });
}

/** The same for programs that use the API. @see RFC 9457 */
export function outageProblem(): Response {
  return problem(503, "The portal cannot reach its database at the moment. Try again.", {
    headers: { "retry-after": String(OUTAGE_RETRY_SECONDS) },
  });
}

/** The same for companies' directories. @see RFC 7644 §3.12 */
export function scimOutage(): ScimError {
  const headers = { "retry-after": String(OUTAGE_RETRY_SECONDS) };
  return new ScimError(503, "The portal cannot reach its database at the moment. Try again.", null, headers);
}

/** The problem document, if the database being away caused the error; null for every other error. */
export function findOutageProblem(error: unknown): Response | null {
  return isDatabaseAway(error) ? outageProblem() : null;
}
