import { AuthorizationResponseError } from "openid-client";
import { addEvent, type CalendarEvent, loadEvents } from "./calendar";
import { config } from "./config";
import { errorPage, homePage } from "./pages";
import { recordInto } from "./protocol-log";
import { getSession, type Session, sessionCookie } from "./session";
import { finishSignIn, refresh, signOut, startSignIn } from "./sign-in";
import { style } from "./style";

/** The whole app. Every page works without JavaScript; every POST answers 303. */
export async function handleRequest(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  if (pathname === "/style.css") return new Response(style, { headers: { "content-type": "text/css" } });
  // The portal sends people back to one address only, so the session must start at that address.
  if (request.headers.get("host") !== new URL(config.baseUrl).host && request.method === "GET") {
    return new Response(null, { status: 307, headers: { location: `${config.baseUrl}${pathname}` } });
  }
  const session = getSession(request);
  try {
    return await recordInto(session.steps, () => route(`${request.method} ${pathname}`, request, session, search));
  } catch (error) {
    console.error(error);
    return page(errorPage(session, "The portal or the calendar did not answer as it should. Try again."), session, 502);
  }
}

async function route(name: string, request: Request, session: Session, search: string): Promise<Response> {
  if (request.method === "POST" && request.headers.get("origin") !== config.baseUrl) {
    return page(errorPage(session, "This form came from another site."), session, 403);
  }
  switch (name) {
    case "GET /":
      return showHome(session);
    case "GET /sign-in":
      return goTo(await startSignIn(session, { askAgain: new URLSearchParams(search).has("ask_again") }), session);
    case "GET /callback":
      return comeBack(session, new URL(`${config.baseUrl}/callback${search}`));
    case "POST /refresh":
      if (await refresh(session)) session.message = { kind: "info", text: "The access was refreshed." };
      return goTo("/", session);
    case "POST /events":
      return postEvent(session, await request.formData());
    case "POST /sign-out": {
      const signedOut = await signOut(session);
      return goTo(signedOut.url, signedOut.session);
    }
    case "GET /signed-out": {
      const isOurs = new URLSearchParams(search).get("state") === session.logoutState;
      if (isOurs) session.message = { kind: "info", text: "You are signed out." };
      session.logoutState = null;
      return goTo("/", session);
    }
    default:
      return page(errorPage(session, "There is no such page."), session, 404);
  }
}

async function showHome(session: Session): Promise<Response> {
  let events: CalendarEvent[] | null = null;
  if (session.user && config.apiUrl) events = await loadEvents(session);
  const shown = homePage(session, events);
  session.message = null;
  return page(shown, session);
}

async function comeBack(session: Session, callback: URL): Promise<Response> {
  try {
    return goTo("/", await finishSignIn(session, callback));
  } catch (error) {
    const isDenied = error instanceof AuthorizationResponseError && error.error === "access_denied";
    if (!isDenied) console.error(error);
    session.message = isDenied
      ? { kind: "info", text: "You did not allow it. Nothing was shared." }
      : { kind: "warning", text: "Signing in did not work. Try again." };
    return goTo("/", session);
  }
}

async function postEvent(session: Session, form: FormData): Promise<Response> {
  const title = String(form.get("title") ?? "").trim();
  const startsAt = new Date(`${String(form.get("date"))}T${String(form.get("time"))}:00Z`);
  const isComplete = title !== "" && !Number.isNaN(startsAt.getTime());
  const isAdded = isComplete && (await addEvent(session, title, startsAt.toISOString()));
  if (!session.wasAccessRemoved) {
    session.message = isAdded
      ? { kind: "info", text: `“${title}” is in your calendar.` }
      : { kind: "warning", text: "The event was not added. Give it a title, a day and a time." };
  }
  return goTo("/", session);
}

function goTo(url: URL | string, session: Session): Response {
  return new Response(null, {
    status: 303,
    headers: { location: String(url), "set-cookie": sessionCookie(session), "cache-control": "no-store" },
  });
}

function page(body: string, session: Session, status = 200): Response {
  return new Response(body, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "set-cookie": sessionCookie(session),
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
    },
  });
}
