import { createCsrfToken } from "@/lib/http/csrf";
import { html } from "@/lib/http/html";
import { wordsOf } from "@/lib/http/request-words";
import { renderStandalonePage } from "@/lib/http/standalone-page";
import type { Destination } from "./destination";
import { PASSWORD_MAX_LENGTH } from "./password-rules";

/** A sign-in whose password was not looked at. */
export interface LimitedSignIn {
  request: Request;
  browserToken: string;
  destination: Destination;
  /** as it was typed */
  email: string;
  /** to wait */
  seconds: number;
}

/**
 * The sign-in form after too many wrong passwords. It says how long to wait, and offers a mailed code, which nobody can
 * block with wrong passwords. It is made without Next.js, whose pages cannot answer 429.
 * @see RFC 6585 §4
 */
export function renderLimitedSignIn({ request, browserToken, destination, email, seconds }: LimitedSignIn): Response {
  const words = wordsOf(request);
  const { login, messages } = words.auth;
  const { requestId, returnTo } = destination;
  return renderStandalonePage({
    status: 429,
    title: words.common.errorTitle(login.title),
    words,
    request,
    headers: { "retry-after": String(seconds) },
    body: html`<h1>${login.title}</h1>
<div class="reason" role="alert"><p class="warning">${messages.limited.title}</p>
<p>${messages.limited.message(seconds)} ${login.limitedHelp}</p></div>
<form method="post" action="/login/submit">
<input type="hidden" name="csrf" value="${createCsrfToken(browserToken, null)}">
${requestId && html`<input type="hidden" name="request" value="${requestId}">`}
${returnTo && html`<input type="hidden" name="return_to" value="${returnTo}">`}
<label for="username">${login.email}</label>
<input id="username" name="username" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="320" value="${email}">
<label for="password">${login.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="${String(PASSWORD_MAX_LENGTH)}">
<button id="code-submit" class="button primary" formaction="/login/mail/submit">${login.mailCode}</button>
<button id="login-submit" class="button">${login.submit}</button>
</form>`,
  });
}
