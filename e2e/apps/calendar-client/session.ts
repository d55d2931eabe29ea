import { randomBytes } from "node:crypto";
import { config } from "./config";
import type { Step } from "./protocol-log";

/** What the app must remember between sending someone to the portal and their coming back. */
export interface PendingSignIn {
  state: string;
  nonce: string;
  codeVerifier: string;
}

export interface Tokens {
  accessToken: string;
  refreshToken: string | null;
  idToken: string | null;
  scopes: string[];
  expiresAt: Date;
}

export interface Session {
  id: string;
  steps: Step[];
  pending: PendingSignIn | null;
  user: {
    name: string;
    email: string | null;
    subject: string;
    /** the portal's session (`sid`) */
    portalSession: string | null;
    /** milliseconds */
    signedInAt: number;
  } | null;
  tokens: Tokens | null;
  /** shown once, on the next page */
  message: { kind: "info" | "warning"; text: string } | null;
  /** the portal refused to renew the access */
  wasAccessRemoved: boolean;
  logoutState: string | null;
}

// Cookies know no ports: two apps on one host would otherwise share one.
const COOKIE = `session_${config.port}`;
const MOST_SESSIONS = 1000;
const sessions = new Map<string, Session>();

/** This browser's session; a new, empty one when it has none. */
export function getSession(request: Request): Session {
  const cookie = request.headers.get("cookie") ?? "";
  const id = cookie
    .split("; ")
    .find((part) => part.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
  return (id && sessions.get(id)) || newSession([]);
}

/** After sign-in and sign-out: a new id, so that nobody can have planted it. */
export function replaceSession(session: Session): Session {
  sessions.delete(session.id);
  return newSession(session.steps);
}

/**
 * Signs a person out of every browser where they signed in before this moment: all of them, or those of one session of the
 * portal.
 */
export function endSessions(of: { subject: string; sessionId: string | null; before: number }): void {
  for (const session of sessions.values()) {
    const { user } = session;
    // The event knows seconds only.
    if (user?.subject !== of.subject || user.signedInAt > of.before + 1_000) continue;
    if (of.sessionId !== null && user.portalSession !== of.sessionId) continue;
    session.user = null;
    session.tokens = null;
    session.message = { kind: "info", text: "The portal told this app to sign you out." };
  }
}

/** The header that makes the browser keep the session. */
export function sessionCookie(session: Session): string {
  return `${COOKIE}=${session.id}; Path=/; HttpOnly; SameSite=Lax`;
}

function newSession(steps: Step[]): Session {
  const id = randomBytes(32).toString("base64url");
  const session: Session = {
    id,
    steps,
    pending: null,
    user: null,
    tokens: null,
    message: null,
    wasAccessRemoved: false,
    logoutState: null,
  };
  sessions.set(id, session);
  const oldest = sessions.keys().next().value;
  if (sessions.size > MOST_SESSIONS && oldest) sessions.delete(oldest);
  return session;
}
