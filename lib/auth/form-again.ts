import { type Fields, readTyped } from "@/lib/forms/fields";
import { createCsrfToken } from "@/lib/http/csrf";
import { type Html, html } from "@/lib/http/html";
import { wordsOf } from "@/lib/http/request-words";
import { renderStandalonePage } from "@/lib/http/standalone-page";
import type { Words } from "@/lib/i18n/words";
import type { DrawableForm } from "./auth-forms";
import type { CurrentUser } from "./current-user";
import { type Destination, pathFor } from "./destination";
import type { DrawnField, DrawnWay } from "./drawn-form";
import { decodeEmail } from "./readable-host";

/** Nothing was looked at, because of a limit. */
export interface Limited {
  kind: "limited";
  /** to wait */
  seconds: number;
  /** whom the form is about, where nobody is signed in */
  person?: { email: string; locale: string | null };
  /** more ways than the form always offers; where there could be some and are none, there is no help */
  ways?: DrawnWay[];
}

/** Why a form comes back as it was sent, with a status that no page of Next.js can have. */
export interface Again extends Omit<Limited, "kind"> {
  status: 429 | 503;
  request: Request;
  sent: URLSearchParams;
  browserToken: string;
  destination: Destination;
  user: CurrentUser | null;
}

/**
 * The form again: how long to wait, in words and in `Retry-After`; what was typed, except passwords; what the person came
 * for; and another way to get on.
 * @see RFC 6585 §4, RFC 9110 §15.6.4
 */
export function renderFormAgain<F extends Fields>(form: DrawableForm<F, string>, again: Again): Response {
  const { status, request, sent, browserToken, destination, user, seconds, person, ways: others } = again;
  const words = wordsOf(request, { account: user?.locale ?? person?.locale });
  const drawn = form.drawn(words, { has: (name) => Boolean(sent.get(name)) });
  const { title, message } = words.auth.messages[status === 429 ? "limited" : "busy"];
  const isHelped = status === 429 && others?.length !== 0;
  const typed = readTyped(form.fields, sent);
  const { requestId, returnTo } = destination;
  const kept = (form.kept ?? []).map((name) => [name, sent.get(name)] as const);
  const hidden = [["request", requestId], ["return_to", returnTo], ...kept] as const;
  const csrf = createCsrfToken(browserToken, form.isSessionBound ? (user?.sessionId ?? null) : null);
  const submit = html`<button id="${drawn.submit.id}" class="button${!drawn.instead && " primary"}">${drawn.submit.label}</button>`;
  const ways = [...(others ?? []), ...drawn.ways];
  return renderStandalonePage({
    status,
    title: words.common.errorTitle(drawn.title),
    words,
    request,
    headers: { "retry-after": String(seconds) },
    body: html`<h1>${drawn.title}</h1>
<div class="reason" role="alert"><p class="warning">${title}</p>
<p>${message(seconds)} ${isHelped && drawn.help}</p></div>
${drawn.lead && person && html`<p class="muted">${drawn.lead} <bdi>${decodeEmail(person.email)}</bdi></p>`}
<form method="post" action="${drawn.action}">
<input type="hidden" name="csrf" value="${csrf}">
${hidden.map(([name, value]) => value && html`<input type="hidden" name="${name}" value="${value}">`)}
${listFields(drawn.fields).map(([name, field]) => drawField(name, field, typed[name] ?? ""))}
${drawn.instead && html`<button id="${drawn.instead.id}" class="button primary" formaction="${drawn.instead.action}">${drawn.instead.label}</button>`}
${submit}
</form>
${ways.length > 0 && drawWays(ways, destination, words)}`,
  });
}

function listFields(fields: Partial<Record<string, DrawnField>>): [string, DrawnField][] {
  return Object.entries(fields).flatMap(([name, field]) => (field ? [[name, field]] : []));
}

function drawField(name: string, field: DrawnField, value: string): Html {
  const label = html`<label for="${name}">${field.label}</label>`;
  if (field.options) {
    const options = field.options.map(
      (option) =>
        html`<option value="${option.value}"${option.value === value && " selected"}>${option.label}</option>`,
    );
    return html`${label}
<select id="${name}" name="${name}">${options}</select>`;
  }
  const { type = "text", autocomplete = "off", isNumeric, maxLength = 320 } = field;
  return html`${label}
<input id="${name}" name="${name}" type="${type}" inputmode="${isNumeric ? "numeric" : type === "email" ? "email" : "text"}" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false" maxlength="${maxLength}"${type !== "password" && html` value="${value}"`}>`;
}

function drawWays(ways: DrawnWay[], destination: Destination, { auth }: Words): Html {
  const links = ways.map(({ path, more, label }) => {
    return html`<p><a href="${pathFor(path, destination, more)}">${label}</a></p>`;
  });
  return html`<nav aria-label="${auth.factors.otherWays}">${links}</nav>`;
}
