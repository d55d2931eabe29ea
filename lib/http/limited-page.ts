import { getWords } from "@/lib/i18n/words";
import { renderMessagePage } from "./message-page";

/**
 * The page for a person whose browser, or network, asked for too much: how long to wait, and the way to try again.
 * @see RFC 6585 §4
 */
export function renderLimitedPage({ seconds, request }: { seconds: number; request: Request }): Response {
  const { messages: words, error } = getWords().auth;
  const { pathname, search } = new URL(request.url);
  // What was posted cannot be asked for by a link: the app has it.
  const isLink = request.method === "GET";
  const action = isLink ? { href: pathname + search, label: words.tryAgain } : { href: "/", label: error.home };
  return renderMessagePage({
    status: 429,
    title: words.limited.title,
    message: words.limited.message(seconds),
    action,
    request,
    retryAfter: seconds,
  });
}
