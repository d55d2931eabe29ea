import { createHash } from "node:crypto";
import type { OAuthContext } from "../context";

/** What a browser shows of its session: another value for every session, and nothing about it. */
export function browserStateOf(sessionId: string, { derive }: Pick<OAuthContext, "derive">): string {
  return derive("browser-state", sessionId);
}

/**
 * The `session_state` of an answer: what the portal's frame computes again in the browser and compares. The same for
 * the same code, so that an answer that is repeated is the same.
 * @see OpenID Connect Session Management §2, §3.2
 */
export function createSessionState(
  answer: { clientId: string; redirectUri: string; sessionId: string; code: string },
  context: Pick<OAuthContext, "derive">,
): string {
  const { clientId, redirectUri, sessionId, code } = answer;
  const salt = context.derive("session-state", code).slice(0, 22);
  const parts = [clientId, new URL(redirectUri).origin, browserStateOf(sessionId, context), salt];
  return `${createHash("sha256").update(parts.join(" ")).digest("hex")}.${salt}`;
}
