import { appendToUri } from "../client/redirect-target";
import type { OAuthContext, Reader, WayBack } from "../context";
import { errorDocsPath } from "../error-docs";
import type { AuthorizationError, ResponseTarget } from "../errors";
import type { Client } from "../model";
import { seeOther } from "../wire/see-other";

/** Sends a code, and what goes with it, to the client. @see RFC 6749 §4.1.2 */
export function answerWithCode(
  given: [string, string][],
  client: Client,
  target: ResponseTarget,
  reader: Reader | null,
  context: Pick<OAuthContext, "issuer" | "pages">,
): Response {
  const isApp = !/^https?:/i.test(target.redirectUri);
  // RFC 8252 §7.1: the browser hands a private-use scheme to another program and stays on the page that it had.
  if (isApp && target.responseMode !== "form_post") {
    const fields = completeFields(given, target, context);
    return context.pages.renderHandOff({ href: toLocation(fields, target), client }, reader);
  }
  return answerWithFields(given, client, target, reader, context);
}

/** Sends an error to the client. @see RFC 6749 §4.1.2.1 */
export function answerWithError(
  error: Pick<AuthorizationError, "code" | "description">,
  client: Client,
  target: ResponseTarget,
  reader: Reader | null,
  context: Pick<OAuthContext, "issuer" | "pages">,
): Response {
  return answerWithFields(errorFields(error, context), client, target, reader, context);
}

/** The same answer for a page that shows where it leads and waits until the person presses a button or link. */
export function toWayBack(
  error: Pick<AuthorizationError, "code" | "description">,
  target: ResponseTarget,
  context: Pick<OAuthContext, "issuer">,
): WayBack {
  const { redirectUri } = target;
  const fields = completeFields(errorFields(error, context), target, context);
  if (target.responseMode === "form_post") return { redirectUri, href: redirectUri, fields };
  return { redirectUri, href: toLocation(fields, target), fields: null };
}

function errorFields(
  { code, description }: Pick<AuthorizationError, "code" | "description">,
  { issuer }: Pick<OAuthContext, "issuer">,
): [string, string][] {
  return [
    ["error", code],
    ["error_description", description],
    ["error_uri", issuer + errorDocsPath(code)],
  ];
}

/** Sends an answer to the client, with `state` and `iss`, by the response mode of the request. */
export function answerWithFields(
  fields: [string, string][],
  client: Client,
  target: ResponseTarget,
  reader: Reader | null,
  context: Pick<OAuthContext, "issuer" | "pages">,
): Response {
  const all = completeFields(fields, target, context);
  if (target.responseMode === "form_post") {
    // OIDC Core §3.1.2.1: clients send prompt=none from a hidden frame on a page of the origin that gets the answer.
    const isSilent = target.prompt.includes("none");
    return context.pages.renderFormPost({ action: target.redirectUri, fields: all, client, isSilent }, reader);
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
  // RFC 9207 §2: every answer, including an error, says who sent it.
  return [...fields, ...given, ["iss", issuer]];
}
