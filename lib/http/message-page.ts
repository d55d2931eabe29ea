import type { Words } from "@/lib/i18n/words";
import { html } from "./html";
import { renderStandalonePage } from "./standalone-page";

export interface MessagePage {
  status: 400 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 429 | 431 | 503;
  title: string;
  message: string;
  /** the one way on */
  action: { href: string; label: string };
  /** the catalogue that the texts above are from */
  words: Words;
  /** for the browser's choice of colours; null when it is not at hand */
  request: Request | null;
  /** seconds, for `Retry-After` */
  retryAfter?: number;
}

/** A short page with its own status: too many tries, an unreadable form. */
export function renderMessagePage(page: MessagePage): Response {
  return renderStandalonePage({
    status: page.status,
    title: page.words.common.errorTitle(page.title),
    words: page.words,
    request: page.request,
    headers: page.retryAfter ? { "retry-after": String(page.retryAfter) } : undefined,
    body: html`<h1>${page.title}</h1>
<p class="muted">${page.message}</p>
<a class="button primary" href="${page.action.href}">${page.action.label}</a>`,
  });
}
