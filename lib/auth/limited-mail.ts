import { createCsrfToken } from "@/lib/http/csrf";
import { html } from "@/lib/http/html";
import { wordsOf } from "@/lib/http/request-words";
import { renderStandalonePage } from "@/lib/http/standalone-page";
import { type Destination, pathFor } from "./destination";

/** A mail with a code that was asked for too often. */
export interface LimitedMail {
  request: Request;
  browserToken: string;
  destination: Destination;
  /** as it was typed */
  email: string;
  /** to wait */
  seconds: number;
}

/**
 * The form that asks for a mailed code again, after too many mails: how long to wait, the page for the code of a mail that
 * came already, and the password. A page of Next.js cannot have the status.
 * @see RFC 6585 §4
 */
export function renderLimitedMail({ request, browserToken, destination, email, seconds }: LimitedMail): Response {
  const words = wordsOf(request);
  const { login, mailedCode, messages, factors } = words.auth;
  const { requestId, returnTo } = destination;
  return renderStandalonePage({
    status: 429,
    title: words.common.errorTitle(mailedCode.title),
    words,
    request,
    headers: { "retry-after": String(seconds) },
    body: html`<h1>${mailedCode.title}</h1>
<div class="reason" role="alert"><p class="warning">${messages.limited.title}</p>
<p>${messages.limited.message(seconds)} ${mailedCode.limitedHelp}</p></div>
<form method="post" action="/login/mail/submit">
<input type="hidden" name="csrf" value="${createCsrfToken(browserToken, null)}">
${requestId && html`<input type="hidden" name="request" value="${requestId}">`}
${returnTo && html`<input type="hidden" name="return_to" value="${returnTo}">`}
<label for="username">${login.email}</label>
<input id="username" name="username" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="320" value="${email}">
<button id="code-submit" class="button primary">${mailedCode.submit}</button>
</form>
<nav aria-label="${factors.otherWays}"><p><a href="${pathFor("/login", destination)}">${login.title}</a></p></nav>`,
  });
}
