import { createHash } from "node:crypto";
import type { OAuthContext } from "../context";

/** What a browser reveals of its session: a value that differs for every session and says nothing about it. */
export function browserStateOf(sessionId: string, { derive }: Pick<OAuthContext, "derive">): string {
  return derive("browser-state", sessionId);
}

/**
 * The `session_state` of an answer, which the portal's frame computes again in the browser and compares. It is derived
 * from the code, so that a repeated answer is identical.
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
