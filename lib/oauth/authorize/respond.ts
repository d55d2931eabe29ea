import type { OAuthContext } from "../context";
import type { AuthorizationError, ResponseTarget } from "../errors";
import type { Client } from "../model";
import { appendToUri } from "../redirect-target";

/** A redirect that turns a POST into a GET. Never 307, which would post the password on. @see RFC 9700 §4.12 */
export function seeOther(location: string, setCookie: string | null = null): Response {
  const headers = new Headers({ location, "cache-control": "no-store", "referrer-policy": "no-referrer" });
  if (setCookie !== null) headers.append("set-cookie", setCookie);
  return new Response(null, { status: 303, headers });
}

/** Sends a code, and what goes with it, to the client. @see RFC 6749 §4.1.2 */
export function answerWithCode(
  given: [string, string][],
  client: Client,
  target: ResponseTarget,
  context: Pick<OAuthContext, "issuer" | "pages">,
): Response {
  const isApp = !/^https?:/i.test(target.redirectUri);
  // RFC 8252 §7.1: the browser hands a private-use scheme to another program, and keeps the page it had.
  if (isApp && target.responseMode === "query") {
    const fields = completeFields(given, target, context);
    return context.pages.renderHandOff({ href: appendToUri(target.redirectUri, fields), client });
  }
  return answerWithFields(given, client, target, context);
}

/** Sends an error to the client. @see RFC 6749 §4.1.2.1 */
export function answerWithError(
  error: Pick<AuthorizationError, "code" | "description">,
  client: Client,
  target: ResponseTarget,
  context: Pick<OAuthContext, "issuer" | "pages">,
): Response {
  return answerWithFields(errorFields(error), client, target, context);
}

/** An answer that the person takes to the client by pressing something: a link, or a form with these fields. */
export interface WayBack {
  /** the registered address to which it leads */
  redirectUri: string;
  href: string;
  /** null: the link says it all */
  fields: [name: string, value: string][] | null;
}

/** The same answer, for a page that names where it leads. */
export function toWayBack(
  error: Pick<AuthorizationError, "code" | "description">,
  target: ResponseTarget,
  context: Pick<OAuthContext, "issuer">,
): WayBack {
  const { redirectUri } = target;
  const fields = completeFields(errorFields(error), target, context);
  if (target.responseMode === "form_post") return { redirectUri, href: redirectUri, fields };
  return { redirectUri, href: toLocation(fields, target), fields: null };
}

function errorFields({ code, description }: Pick<AuthorizationError, "code" | "description">): [string, string][] {
  return [
    ["error", code],
    ["error_description", description],
  ];
}

/** Sends any answer to the client, with `state` and `iss`, in the way that the request asked for. */
export function answerWithFields(
  fields: [string, string][],
  client: Client,
  target: ResponseTarget,
  context: Pick<OAuthContext, "issuer" | "pages">,
): Response {
  const all = completeFields(fields, target, context);
  if (target.responseMode === "form_post") {
    // OIDC Core §3.1.2.1: prompt=none is asked in a hidden frame, by the page to whose origin the answer goes.
    const isSilent = target.prompt.includes("none");
    return context.pages.renderFormPost({ action: target.redirectUri, fields: all, client, isSilent });
  }
  return seeOther(toLocation(all, target));
}

function toLocation(fields: [string, string][], { redirectUri, responseMode }: ResponseTarget): string {
  // OAuth 2.0 Multiple Response Types §2.1: a registered redirect URI has no fragment of its own.
  return responseMode === "fragment"
    ? `${redirectUri}#${appendToUri("", fields).slice(1)}`
    : appendToUri(redirectUri, fields);
}

function completeFields(
  fields: [string, string][],
  { state }: ResponseTarget,
  { issuer }: Pick<OAuthContext, "issuer">,
): [string, string][] {
  const given: [string, string][] = state === null ? [] : [["state", state]];
  // RFC 9207 §2: every answer, an error too, says who sent it.
  return [...fields, ...given, ["iss", issuer]];
}
