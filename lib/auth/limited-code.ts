import type { User } from "@/lib/db/people/users";
import { createCsrfToken } from "@/lib/http/csrf";
import { html } from "@/lib/http/html";
import { wordsOf } from "@/lib/http/request-words";
import { renderStandalonePage } from "@/lib/http/standalone-page";
import { listFactorsOf } from "./accept-proof";
import { type Destination, pathFor } from "./destination";
import type { authenticatorFactor } from "./factors/authenticator";
import type { recoveryCodeFactor } from "./factors/recovery-code";
import { decodeEmail } from "./readable-host";

/** A code of somebody half signed in that was not looked at. */
export interface LimitedCode {
  user: User;
  factor: typeof authenticatorFactor | typeof recoveryCodeFactor;
  request: Request;
  browserToken: string;
  destination: Destination;
  /** to wait */
  seconds: number;
}

const FIELDS = { authenticator: "otp", recovery_code: "recovery-code" } as const;

/**
 * The form for a code again, after too many wrong ones: how long to wait, and the other factors of the person, which have
 * counts of their own. A page of Next.js cannot have the status.
 * @see RFC 6585 §4
 */
export async function renderLimitedCode(limited: LimitedCode): Promise<Response> {
  const { user, factor, request, browserToken, destination, seconds } = limited;
  const words = wordsOf(request, { account: user.locale });
  const { factors, messages } = words.auth;
  const texts = factors[factor.name];
  const id = FIELDS[factor.name];
  const isNumeric = id === "otp";
  const { requestId, returnTo } = destination;
  const others = (await listFactorsOf(user.userId)).flatMap(({ name, page }) =>
    name === factor.name || name === "password" || name === "mailed_code"
      ? []
      : [{ href: pathFor(page, destination), label: factors[name].other }],
  );
  const another = { href: pathFor("/login", destination, { switch: "1" }), label: factors.another };
  return renderStandalonePage({
    status: 429,
    title: words.common.errorTitle(texts.title),
    words,
    request,
    headers: { "retry-after": String(seconds) },
    body: html`<h1>${texts.title}</h1>
<div class="reason" role="alert"><p class="warning">${messages.limited.title}</p>
<p>${messages.limited.message(seconds)} ${others.length > 0 && factors.limitedHelp}</p></div>
<p class="muted">${texts.lead} <bdi>${decodeEmail(user.email)}</bdi></p>
<form method="post" action="${factor.page}/submit">
<input type="hidden" name="csrf" value="${createCsrfToken(browserToken, null)}">
${requestId && html`<input type="hidden" name="request" value="${requestId}">`}
${returnTo && html`<input type="hidden" name="return_to" value="${returnTo}">`}
<label for="${id}">${texts.label}</label>
<input id="${id}" name="${id}" type="text" inputmode="${isNumeric ? "numeric" : "text"}" autocomplete="${isNumeric ? "one-time-code" : "off"}" autocapitalize="none" spellcheck="false" maxlength="40">
<button id="${isNumeric ? "otp" : "recovery"}-submit" class="button primary">${texts.submit}</button>
</form>
<nav aria-label="${factors.otherWays}">${[...others, another].map(({ href, label }) => html`<p><a href="${href}">${label}</a></p>`)}</nav>`,
  });
}
