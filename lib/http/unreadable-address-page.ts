import { getWords } from "@/lib/i18n/words";
import { renderMessagePage } from "./message-page";

/** For an address whose percent-encoding is broken, as when only part of a link was copied. @see RFC 3986 §2.1 */
export function renderUnreadableAddressPage(request: Request): Response {
  const { messages, error } = getWords().auth;
  const { title, message } = messages.unreadableAddress;
  return renderMessagePage({ status: 400, title, message, action: { href: "/", label: error.home }, request });
}
