import { toDestinationView } from "@/lib/auth/consent-view";
import { findCurrentUser } from "@/lib/auth/current-user";
import { cleanName } from "@/lib/auth/display-name";
import { formatDateTime } from "@/lib/i18n/format";
import { getWords } from "@/lib/i18n/words";
import type { WayBack } from "@/lib/oauth/authorize/respond";
import type { ErrorPage } from "@/lib/oauth/context";
import type { Client } from "@/lib/oauth/model";
import { findRedirectHost, isForeignHost } from "@/lib/oauth/redirect-host";
import type { RefusalCause } from "@/lib/oauth/refusal-causes";
import { type Html, html } from "./html";
import { pathWith } from "./see-other";
import { renderStandalonePage } from "./standalone-page";

export interface ErrorPageInput extends ErrorPage {
  requestId?: string | null;
}

/** Causes that no developer can mend, and what people are told of them. */
const notOfTheApp: Partial<Record<RefusalCause, "expired" | "suspended" | "portal" | "waiting">> = {
  request_expired: "expired",
  client_suspended: "suspended",
  server_error: "portal",
  too_many_requests: "waiting",
};

/**
 * The page for errors that must not be sent to the client. First what a person needs to know, then, where the app's setup
 * is at fault, the reason in the open for whoever can mend it: what is wrong, what to change, and the received address
 * against the registered ones, which only the client's owner is shown. What a report needs is folded away.
 * @see RFC 6749 §4.1.2.1
 */
export async function renderErrorPage(input: ErrorPageInput): Promise<Response> {
  const words = getWords().auth.error;
  const { client, request, cause } = input;
  const user = await findCurrentUser(request).catch((error: unknown) => {
    // The page must come even when the database does not: the fault may be that very one.
    console.error("The error page could not find out who is signed in:", error);
    return null;
  });
  const isOwner = client !== null && user !== null && (client.ownerId === user.userId || user.isAdmin);
  const name = client ? cleanName(client.name) : null;
  const title = input.wayBack && name !== null ? words.wayBack.title(name) : words.title(name);
  const fault = notOfTheApp[cause];
  return renderStandalonePage({
    status: input.status,
    title: getWords().common.errorTitle(title),
    request,
    isWide: true,
    body: html`<h1>${title}</h1>
<p>${words.person[fault ?? "app"]}</p>
${input.wayBack ? renderWayBack(input.wayBack) : html`<p class="muted">${words.next[fault ?? "app"]}</p>`}
${fault === undefined && renderReason(input, isOwner)}
${!input.wayBack && html`<div class="actions"><a class="button" href="/">${words.home}</a></div>`}
<details${isOwner && html` open`}>
<summary>${words.details}</summary>
<div>${renderFacts(input)}</div>
</details>`,
  });
}

/** Where the app would have the person go, with its host named: they may know it, and nobody here has looked at it. */
function renderWayBack({ redirectUri, href, fields }: WayBack): Html {
  const words = getWords().auth.error;
  const { kind, prefix, registrable, port } = toDestinationView(redirectUri);
  const place = kind === "web" ? `${prefix}${registrable}${port}` : words.wayBack.places[kind];
  const shown =
    kind === "web" ? html`<bdi dir="ltr">${prefix}<strong>${registrable}</strong>${port}</bdi>` : html`${place}`;
  const action = words.wayBack.action(place);
  const goOn = fields
    ? html`<form method="post" action="${href}">
${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button id="go-on" class="button" type="submit">${action}</button>
</form>`
    : html`<a id="go-on" class="button" href="${href}" rel="noreferrer">${action}</a>`;
  return html`<p>${words.wayBack.lead} ${shown}. ${words.wayBack.unchecked}</p>
<div class="actions"><a class="button" href="/">${words.home}</a>${goOn}</div>`;
}

function renderReason(input: ErrorPageInput, isOwner: boolean): Html {
  const { auth, console: consoleWords } = getWords();
  const { title, fix } = consoleWords.causes[input.cause];
  return html`<section class="reason" aria-labelledby="reason">
<h2 id="reason">${auth.error.developer(title)}</h2>
<p class="small">${input.description}. ${fix}</p>
${renderRedirectUris(input, isOwner)}
</section>`;
}

function renderFacts({ error, description, requestId, client }: ErrorPageInput): Html {
  const words = getWords().auth.error;
  const row = (term: string, value: Html | string | null | undefined) =>
    value && html`<div><dt>${term}</dt><dd>${value}</dd></div>`;
  return html`<dl>
${row(words.code, html`<code>${error}</code>`)}
${row(words.description, description)}
${row(words.client, client && html`<code>${client.clientId}</code>`)}
${row(words.requestId, requestId && html`<code>${requestId}</code>`)}
${row(words.time, formatDateTime(new Date()))}
</dl>`;
}

function renderRedirectUris({ client, receivedRedirectUri, request }: ErrorPageInput, isOwner: boolean): Html | null {
  const words = getWords().auth.error;
  if (receivedRedirectUri === null) return null;
  const registered = client?.redirectUris ?? [];
  const isKnown = registered.includes(receivedRedirectUri);
  const closest = isOwner && !isKnown ? findClosest(receivedRedirectUri, registered) : null;
  const received = html`<h3>${words.received}</h3>
<code class="value" dir="ltr">${markFrom(receivedRedirectUri, closest?.position ?? null)}</code>`;
  if (client === null || isKnown) return received;
  if (!isOwner) {
    const { pathname, search } = new URL(request.url);
    // The request itself is not repeated after sign-in: the owner lands where the address can be compared.
    const target = pathname.startsWith("/oauth/") ? consolePath(client, receivedRedirectUri) : pathname + search;
    return html`${received}
<p class="small muted">${words.registeredHidden} <a href="${pathWith("/login", { return_to: target })}">${words.signIn}</a></p>`;
  }
  const list = registered.map((uri) => {
    const position = uri === closest?.uri ? closest.position : null;
    return html`<li><code class="value" dir="ltr">${markFrom(uri, position)}</code></li>`;
  });
  const isForeign = isForeignHost(receivedRedirectUri, registered);
  return html`${received}
${isForeign && html`<p class="small warning">${words.foreignHost(findRedirectHost(receivedRedirectUri))}</p>`}
${closest && html`<p class="small">${words.differsAt(closest.position + 1)}</p>`}
<h3>${words.registered}</h3>
${list.length > 0 ? html`<ul>${list}</ul>` : html`<p class="small muted">${words.registeredNone}</p>`}
<div class="actions"><a class="button${!isForeign && " primary"}" href="${consolePath(client, receivedRedirectUri)}">${words.addUri}</a></div>`;
}

function consolePath(client: Client, uri: string): string {
  return pathWith(`/console/clients/${encodeURIComponent(client.clientId)}/redirect-uris`, { add: uri });
}

/** The registered address that agrees longest, and the first position where it differs. */
function findClosest(received: string, registered: readonly string[]): { uri: string; position: number } | null {
  const candidates = registered.map((uri) => ({ uri, position: commonLength(received, uri) }));
  return candidates.sort((a, b) => b.position - a.position)[0] ?? null;
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.charAt(length) === b.charAt(length)) length += 1;
  return length;
}

/** The address with its first different character marked; an end that comes too early is marked as such. */
function markFrom(uri: string, position: number | null): Html {
  if (position === null) return html`${uri}`;
  const rest = uri.slice(position);
  const first = [...rest][0] ?? "";
  return html`${uri.slice(0, position)}<mark>${first || "∎"}</mark>${rest.slice(first.length)}`;
}
