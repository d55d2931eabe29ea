import type { OAuthContext } from "../context";
import type { Authentication, AuthorizationParams, AuthorizationRequest, Client, Consent } from "../model";
import { equalInConstantTime, hashSecret, newSecret } from "../secrets";
import { subjectFor } from "../tokens/subject";
import { seeOther } from "../wire/see-other";
import { liveConsent } from "./consent-lifetime";
import { type Decision, decide } from "./decide";
import { grantIdOf } from "./issue-code";
import { requireRoom } from "./limits";
import { wayOf } from "./way-of";

/**
 * How long a request waits for a person who is not signed in, in seconds. A page that stays open longer renews the
 * request for the same time again. After that the sweep deletes it, because anybody can create such requests.
 */
export const REQUEST_TTL = 30 * 60;

/** How long a request waits for the answer of a person who is signed in, in seconds. */
export const SIGNED_IN_REQUEST_TTL = 24 * 3600;

/** The page of the portal where a request waits. */
export function pageOf({ kind }: Decision): "/login" | "/choose" | "/consent" {
  if (kind === "consent") return "/consent";
  return kind === "choose" ? "/choose" : "/login";
}

/** Stores the request for its person and sends their browser to the page where it continues. */
export async function keepWaiting(
  params: AuthorizationParams,
  { page, isSignedIn, uiLocales }: { page: string; isSignedIn: boolean; uiLocales: string | null },
  request: Request,
  context: OAuthContext,
): Promise<Response> {
  await requireRoom("waiting_request", request, context);
  const id = newSecret("", context);
  const browser = context.browser(request);
  const now = context.now();
  const row: AuthorizationRequest = {
    ...params,
    idHash: hashSecret(id),
    browserHash: hashSecret(browser.token),
    createdAt: now,
    expiresAt: new Date(now.getTime() + (isSignedIn ? SIGNED_IN_REQUEST_TTL : REQUEST_TTL) * 1000),
    consumedAt: null,
    answer: null,
    chosenSessionId: null,
  };
  await context.store.createAuthorizationRequest(row);
  const data = { grantId: grantIdOf(id), page: page.slice(1) };
  context.record({ type: "authorize.asked", outcome: "ok", clientId: params.clientId, data }, request);
  return seeOther(`${context.issuer}${page}?request=${id}`, [
    browser.setCookie,
    context.keepUiLocales(uiLocales, request),
  ]);
}

/** A request that waits, and what it needs now. */
export interface Pending {
  request: AuthorizationRequest;
  client: Client;
  /** what the person allowed before; null: nothing, or it has ended by itself */
  consent: Consent | null;
  decision: Decision;
  wasExpired: boolean;
}

/**
 * The pending request of this browser; null when there is none or it can no longer be answered. Renews the request if
 * it has expired.
 */
export async function findPending(
  requestId: string,
  browserToken: string,
  authentication: Authentication | null,
  context: OAuthContext,
): Promise<Pending | null> {
  const found = await context.store.findAuthorizationRequest(hashSecret(requestId));
  // A request belongs to the browser that brought it, so nobody can be tricked into answering another person's request.
  if (found === null || !equalInConstantTime(found.browserHash, hashSecret(browserToken))) return null;
  const client = await context.store.findClient(found.clientId);
  if (client === null || client.suspendedAt !== null) return null;
  if (!wayOf(client, found).isOpen(context)) return null;
  const now = context.now();
  const wasExpired = found.answer === null && found.expiresAt <= now;
  const expiresAt = wasExpired ? new Date(now.getTime() + REQUEST_TTL * 1000) : found.expiresAt;
  if (wasExpired) await context.store.renewAuthorizationRequest(found.idHash, expiresAt);
  const request = { ...found, expiresAt };
  const known = authentication && (await context.store.findConsent(authentication.userId, client.clientId));
  const consent = liveConsent(known, now);
  const subject = authentication && subjectFor(client, authentication.userId, context);
  const situation = { client, issuer: context.issuer, params: request, authentication, subject, consent, now };
  const { createdAt: requestedAt, chosenSessionId } = request;
  const decision = decide({ ...situation, requestedAt, chosenSessionId });
  return { request, client, consent, decision, wasExpired };
}
