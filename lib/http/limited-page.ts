import { renderMessagePage } from "./message-page";
import { wordsOf } from "./request-words";

/**
 * The page for a person whose browser or network reached a limit: how long to wait, and how to try again.
 * @see RFC 6585 §4
 */
export function renderLimitedPage({ seconds, request }: { seconds: number; request: Request }): Response {
  const all = wordsOf(request);
  const { messages: words, error } = all.auth;
  const { pathname, search } = new URL(request.url);
  // A link cannot repeat a POST; the person has to go back to the app.
  const isLink = request.method === "GET";
  const action = isLink ? { href: pathname + search, label: words.tryAgain } : { href: "/", label: error.home };
  return renderMessagePage({
    status: 429,
    title: words.limited.title,
    message: words.limited.message(seconds),
    action,
    words: all,
    request,
    retryAfter: seconds,
  });
}
