import { getWords } from "@/lib/i18n/words";
import { isDatabaseAway } from "../db/outage";
import { renderMessagePage } from "./message-page";
import { problem } from "./problem";

/** Seconds after which it is worth asking again, for `Retry-After`: the portal goes on within one of the database. */
export const outageRetrySeconds = 2;

/**
 * The page for everybody while the database is away: what to do, and that nothing is lost. It needs no database itself.
 * @see RFC 9110 §15.6.4
 */
export function renderOutagePage(request: Request): Response {
  const words = getWords().common.outage;
  const { pathname, search } = new URL(request.url);
  // A form that was posted cannot be sent again by a link: a reload does that.
  const wasPosted = request.method !== "GET" && request.method !== "HEAD";
  return renderMessagePage({
    status: 503,
    title: words.title,
    message: `${words.body} ${wasPosted ? words.posted : words.asked}`,
    action: wasPosted ? { href: "/", label: words.home } : { href: pathname + search, label: words.action },
    request,
    retryAfter: outageRetrySeconds,
  });
}

/** The same for programs that use the API. @see RFC 9457 */
export function outageProblem(): Response {
  return problem(503, "The portal cannot reach its database at the moment. Try again.", {
    headers: { "retry-after": String(outageRetrySeconds) },
  });
}

/** That document, when an error comes of the database being away; null for every other error. */
export function findOutageProblem(error: unknown): Response | null {
  return isDatabaseAway(error) ? outageProblem() : null;
}
