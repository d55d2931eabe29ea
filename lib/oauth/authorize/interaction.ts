import type { OAuthContext } from "../context";
import type { Authentication, AuthorizationRequest, Client } from "../model";
import { type ConsentPage, readConsentPage } from "./consent-page";
import type { LoginReason } from "./decide";
import { findPending } from "./pending-request";

/**
 * What a page shows of a pending request. `wasExpired`: the request had expired while the page was open, and was
 * renewed.
 */
export type Interaction =
  | { kind: "login"; request: AuthorizationRequest; client: Client; reason: LoginReason; wasExpired: boolean }
  /** the person chooses one of the browser's accounts; then `continueAuthorization` goes on */
  | { kind: "choose"; request: AuthorizationRequest; client: Client; wasExpired: boolean }
  | ({ kind: "consent"; request: AuthorizationRequest; client: Client; wasExpired: boolean } & ConsentPage)
  /** nothing left to ask: `continueAuthorization` sends the browser to the client */
  | { kind: "ready"; request: AuthorizationRequest; client: Client }
  /** the request was answered, and its code was used or has expired: the person goes back to the app */
  | { kind: "answered"; request: AuthorizationRequest; client: Client }
  /** there is no such request, it belongs to another browser, or its client is gone */
  | { kind: "unknown" };

/** What this browser's pending request needs next. Renews the request if it has expired. */
export async function getInteraction(
  requestId: string,
  browserToken: string,
  authentication: Authentication | null,
  context: OAuthContext,
): Promise<Interaction> {
  const pending = await findPending(requestId, browserToken, authentication, context);
  if (pending === null) return { kind: "unknown" };
  const { request, client, decision, wasExpired } = pending;
  if (request.answer !== null) return { kind: "answered", request, client };
  if (decision.kind === "login") return { kind: "login", request, client, reason: decision.reason, wasExpired };
  if (decision.kind === "choose") return { kind: "choose", request, client, wasExpired };
  if (decision.kind !== "consent" || authentication === null) return { kind: "ready", request, client };
  const page = await readConsentPage(pending, authentication.userId, context);
  if (page === null) return { kind: "login", request, client, reason: "none", wasExpired };
  return { kind: "consent", request, client, ...page, wasExpired };
}
