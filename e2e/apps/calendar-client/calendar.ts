import { config } from "./config";
import { recordingFetch } from "./protocol-log";
import type { Session } from "./session";
import { refresh } from "./sign-in";

export interface CalendarEvent {
  id: string;
  title: string;
  startsAt: string;
}

/** Reads the person's events. @returns null when the access was removed */
export async function loadEvents(session: Session): Promise<CalendarEvent[] | null> {
  const response = await callApi(session, "GET", null);
  if (!response) return null;
  if (!response.ok) throw new Error(`The calendar API answered ${response.status}.`);
  const { events } = (await response.json()) as { events: CalendarEvent[] };
  return events;
}

/** Adds an event. @returns false when the access was removed or is not sufficient */
export async function addEvent(session: Session, title: string, startsAt: string): Promise<boolean> {
  const response = await callApi(session, "POST", JSON.stringify({ title, startsAt }));
  return response?.ok ?? false;
}

/** One call; an expired token is renewed before it, a refused one once after it. */
async function callApi(session: Session, method: "GET" | "POST", body: string | null): Promise<Response | null> {
  if (!session.tokens) return null;
  const isExpired = session.tokens.expiresAt.getTime() <= Date.now();
  if (isExpired && !(await refresh(session))) return null;
  const response = await send(session, method, body);
  if (response?.status !== 401) return response;
  // RFC 6750 §3.1: after invalid_token a client may ask for a new token and try again.
  return (await refresh(session)) ? send(session, method, body) : null;
}

async function send(session: Session, method: string, body: string | null): Promise<Response | null> {
  if (!session.tokens || !config.apiUrl) return null;
  return recordingFetch(`${config.apiUrl.replace(/\/$/, "")}/events`, {
    method,
    headers: {
      authorization: `Bearer ${session.tokens.accessToken}`,
      ...(body ? { "content-type": "application/json" } : {}),
    },
    body,
  });
}
