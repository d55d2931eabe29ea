import { clearCookie, serializeCookie } from "@/lib/http/cookies";
import { deriveValue } from "@/lib/keys/secret";
import { browserStateOf } from "@/lib/oauth/logout/session-state";

/**
 * The `Set-Cookie` value by which the portal's own frame, on the pages of apps, notices that the session is another
 * one. It says nothing about the session. Null: nobody is signed in.
 * @see OpenID Connect Session Management §3.2
 */
export function showSession(sessionId: string | null): string {
  if (sessionId === null) return clearCookie("session_state");
  return serializeCookie("session_state", browserStateOf(sessionId, { derive: deriveValue }));
}
