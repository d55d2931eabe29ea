import { clearCookie, serializeCookie } from "@/lib/http/cookies";
import { keptValue } from "@/lib/keys/kept-keys";
import { browserStateOf } from "@/lib/oauth/logout/session-state";

/**
 * The `Set-Cookie` value that lets the portal's frame on apps' pages notice that the session changed. It reveals
 * nothing about the session. Null: nobody is signed in.
 * @see OpenID Connect Session Management §3.2
 */
export function showSession(sessionId: string | null): string {
  if (sessionId === null) return clearCookie("session_state");
  return serializeCookie("session_state", browserStateOf(sessionId, { derive: keptValue }));
}
