import { findTeamRole } from "@/lib/db/clients/teams";
import { type Html, html } from "@/lib/http/html";
import { getRequestId } from "@/lib/http/request-id";
import { wordsOf } from "@/lib/http/request-words";
import { pathWith } from "@/lib/http/see-other";
import { renderStandalonePage } from "@/lib/http/standalone-page";
import type { Words } from "@/lib/i18n/words";
import { log } from "@/lib/log/log.mjs";
import { cleanName } from "@/lib/oauth/client/display-name";
import { findRedirectHost, isForeignHost } from "@/lib/oauth/client/redirect-host";
import type { ErrorPage, WayBack } from "@/lib/oauth/context";
import { causeDocsPath } from "@/lib/oauth/error-docs";
import type { Client } from "@/lib/oauth/model";
import type { RefusalCause } from "@/lib/oauth/refusal-causes";
import { toDestinationView } from "./consent-view";
import { type CurrentUser, findCurrentUser } from "./current-user";

export interface ErrorPageInput extends ErrorPage {
  requestId?: string | null;
}

/** Causes that no developer can fix, and what people are told about them. */
const notOfTheApp: Partial<Record<RefusalCause, "expired" | "suspended" | "portal" | "waiting">> = {
  request_expired: "expired",
  client_suspended: "suspended",
  server_error: "portal",
  too_many_requests: "waiting",
};

/**
 * The page for errors that must not be sent to the client. It first says what a person needs to know. If the app's
 * setup is at fault, it then shows the reason to the developer: what is wrong, what to change, and the received address
 * beside the registered ones, which only the client's owner sees. Details for a report are folded away.
 * @see RFC 6749 §4.1.2.1
 */
export async function renderErrorPage(input: ErrorPageInput): Promise<Response> {
  const { client, request, cause } = input;
  const user = await findCurrentUser(request).catch((error: unknown) => {
    // The page must work without the database, because the database may be what failed.
    log.error("The error page could not find out who is signed in", { error, requestId: getRequestId(request) });
    return null;
  });
  const all = wordsOf(request, { account: user?.locale ?? null });
  const words = all.auth.error;
  const isOfTeam = client !== null && user !== null && (await worksOn(client, user));
  const name = client ? cleanName(client.name) : null;
  const title = input.wayBack && name !== null ? words.wayBack.title(name) : words.title(name);
  const fault = notOfTheApp[cause];
  return renderStandalonePage({
    status: input.status,
    title: all.common.errorTitle(title),
    words: all,
    request,
    isWide: true,
    body: html`<h1>${title}</h1>
<p>${words.person[fault ?? "app"]}</p>
${input.wayBack ? renderWayBack(input.wayBack, all) : html`<p class="muted">${words.next[fault ?? "app"]}</p>`}
${fault === undefined && renderReason(input, isOfTeam, all)}
${!input.wayBack && html`<div class="actions"><a class="button" href="/">${words.home}</a></div>`}
<details${isOfTeam && html` open`}>
<summary>${words.details}</summary>
<div>${renderFacts(input, all)}</div>
</details>`,
  });
}

/** Where the app wants to send the person, with its host: the person may know it, and nobody here has reviewed it. */
function renderWayBack({ redirectUri, href, fields }: WayBack, { auth: { error: words } }: Words): Html {
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

function renderReason(input: ErrorPageInput, isOfTeam: boolean, words: Words): Html {
  const { title, fix } = words.console.causes[input.cause];
  return html`<section class="reason" aria-labelledby="reason">
<h2 id="reason">${words.auth.error.developer(title)}</h2>
<p class="small">${input.description}. ${fix} <a href="${causeDocsPath(input.cause)}">${words.docs.errors.toCatalogue}</a></p>
${renderRedirectUris(input, isOfTeam, words)}
</section>`;
}

function renderFacts({ error, description, requestId, client }: ErrorPageInput, { auth, formats }: Words): Html {
  const words = auth.error;
  const row = (term: string, value: Html | string | null | undefined) =>
    value && html`<div><dt>${term}</dt><dd>${value}</dd></div>`;
  return html`<dl>
${row(words.code, html`<code>${error}</code>`)}
${row(words.description, description)}
${row(words.client, client && html`<code>${client.clientId}</code>`)}
${row(words.requestId, requestId && html`<code>${requestId}</code>`)}
${row(words.time, formats.formatDateTime(new Date()))}
</dl>`;
}

function renderRedirectUris(
  { client, receivedRedirectUri, request }: ErrorPageInput,
  isOfTeam: boolean,
  { auth: { error: words } }: Words,
): Html | null {
  if (receivedRedirectUri === null) return null;
  const registered = client?.redirectUris ?? [];
  const isKnown = registered.includes(receivedRedirectUri);
  const closest = isOfTeam && !isKnown ? findClosest(receivedRedirectUri, registered) : null;
  const received = html`<h3>${words.received}</h3>
<code class="value" dir="ltr">${markFrom(receivedRedirectUri, closest?.position ?? null)}</code>`;
  if (client === null || isKnown) return received;
  if (!isOfTeam) {
    const { pathname, search } = new URL(request.url);
    // The request itself is not repeated after the sign-in: the owner lands on the page that compares the addresses.
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

/** The registered address with the longest common start, and the first position where it differs. */
function findClosest(received: string, registered: readonly string[]): { uri: string; position: number } | null {
  const candidates = registered.map((uri) => ({ uri, position: commonLength(received, uri) }));
  return candidates.sort((a, b) => b.position - a.position)[0] ?? null;
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.charAt(length) === b.charAt(length)) length += 1;
  return length;
}

/** The address with its first different character marked, or its end, if it ends too early. */
function markFrom(uri: string, position: number | null): Html {
  if (position === null) return html`${uri}`;
  const rest = uri.slice(position);
  const first = [...rest][0] ?? "";
  return html`${uri.slice(0, position)}<mark>${first || "∎"}</mark>${rest.slice(first.length)}`;
}

/** Whether a person may see what is registered for an app: its owner, somebody of its team, or an administrator. */
async function worksOn({ clientId, ownerId }: Client, { userId, isAdmin }: CurrentUser): Promise<boolean> {
  if (isAdmin || ownerId === userId) return true;
  try {
    return (await findTeamRole(clientId, userId)) !== null;
  } catch (error) {
    // The page must work without the database here, too.
    log.error("The error page could not find out who works on the app", { error });
    return false;
  }
}
