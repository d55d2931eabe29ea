import type { CalendarEvent } from "./calendar";
import { config } from "./config";
import { type Html, html } from "./html";
import type { Step } from "./protocol-log";
import type { Session } from "./session";

/** The one page: who is signed in, their calendar, and what was said over the wire. */
export function homePage(session: Session, events: CalendarEvent[] | null): string {
  const main = session.user && session.tokens ? signedIn(session, events) : signedOut(session);
  return layout(
    config.appName,
    html`${header(session)}
    <main>
      ${session.message && html`<p class="note ${session.message.kind}" role="status">${session.message.text}</p>`}
      ${main}
    </main>
    ${protocol(session.steps)}`,
  );
}

/** For what cannot be shown. */
export function errorPage(session: Session, text: string): string {
  return layout(
    `Error: ${config.appName}`,
    html`${header(session)}
    <main>
      <h1>That did not work</h1>
      <p class="note warning">${text}</p>
      <p><a class="button" href="/">Back to ${config.appName}</a></p>
    </main>
    ${protocol(session.steps)}`,
  );
}

function header(session: Session): Html {
  return html`<header>
    <p class="brand"><span aria-hidden="true">${config.appName.slice(0, 1)}</span>${config.appName}</p>
    ${
      session.user &&
      session.tokens &&
      html`<div class="who">
      <p><strong>${session.user.name}</strong><br /><small>${session.user.email}</small></p>
      <form method="post" action="/sign-out"><button>Sign out</button></form>
    </div>`
    }
  </header>`;
}

function signedOut(session: Session): Html {
  if (session.wasAccessRemoved) {
    return html`<section class="hero">
      <h1>${config.appName} can no longer use your account</h1>
      <p class="note warning" id="access-removed">
        ${config.portalName} refused to renew the access: it was removed, or it ran out. Nothing more is read from your calendar.
      </p>
      ${signInButton(`Sign in with ${config.portalName} again`)}
      <p class="muted">Signing in will ask you to allow it again.</p>
    </section>`;
  }
  return html`<section class="hero">
    <h1>${config.apiUrl ? "Your week, in one place" : "Notes about your builds"}</h1>
    <p>
      ${
        config.apiUrl
          ? `${config.appName} shows what is in your calendar. It never sees your password.`
          : `${config.appName} only needs to know who you are. It never sees your password.`
      }
    </p>
    ${signInButton(`Sign in with ${config.portalName}`)}
    <p class="muted">An example app. Below, you can read every message it sends.</p>
  </section>`;
}

function signInButton(text: string): Html {
  return html`<p><a class="button primary" id="sign-in" href="/sign-in">${text}</a></p>`;
}

function signedIn(session: Session, events: CalendarEvent[] | null): Html {
  if (!config.apiUrl) {
    return html`<h1>Hello, ${session.user?.name}</h1>
      <p>You are signed in. ${config.appName} may see your name and e-mail address, and nothing else.</p>`;
  }
  return html`<div class="columns">
    <section aria-labelledby="events-title">
      <h1 id="events-title">Your week</h1>
      <ul class="events" id="events">
        ${(events ?? []).map(
          (event) => html`<li>
            <time datetime="${event.startsAt}">${day(event.startsAt)}<small>${time(event.startsAt)}</small></time>
            <span>${event.title}</span>
          </li>`,
        )}
      </ul>
    </section>
    <aside>
      ${addEventForm(session)} ${accessCard(session)}
    </aside>
  </div>`;
}

function addEventForm(session: Session): Html {
  if (!session.tokens?.scopes.includes("calendar:write")) {
    return html`<section class="card">
      <h2>Add an event</h2>
      <p>You let ${config.appName} read your calendar, not change it.</p>
      <p><a class="button" href="/sign-in?ask_again">Allow changes</a></p>
    </section>`;
  }
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  return html`<section class="card">
    <h2>Add an event</h2>
    <form method="post" action="/events" class="stack">
      <label>Title <input name="title" required maxlength="100" autocomplete="off" /></label>
      <div class="pair">
        <label>Day <input type="date" name="date" required value="${tomorrow}" /></label>
        <label>Time <input type="time" name="time" required value="09:00" /></label>
      </div>
      <button class="primary">Add event</button>
    </form>
  </section>`;
}

function accessCard(session: Session): Html {
  const seconds = Math.max(0, Math.round(((session.tokens?.expiresAt.getTime() ?? 0) - Date.now()) / 1000));
  return html`<section class="card">
    <h2>Access</h2>
    <p>The access token is good for <strong id="expires-in">${seconds} seconds</strong> more. It is refreshed when it has run out.</p>
    <p class="scopes">${(session.tokens?.scopes ?? []).map((scope) => html`<code>${scope}</code> `)}</p>
    <form method="post" action="/refresh"><button>Refresh now</button></form>
  </section>`;
}

function protocol(steps: Step[]): Html | null {
  if (steps.length === 0) return null;
  return html`<section class="protocol" aria-labelledby="protocol-title">
    <h2 id="protocol-title">What was said</h2>
    <p class="muted">Every message of the protocol, newest first. Secrets are shortened.</p>
    <ol reversed>
      ${steps.toReversed().map(
        (step) => html`<li>
          <details>
            <summary>
              <span class="mark ${step.ok ? "ok" : "bad"}">${step.ok ? "OK" : "Refused"}</span>
              <span class="title">${step.title}</span>
              <time datetime="${step.at.toISOString()}">${step.at.toISOString().slice(11, 19)} UTC</time>
            </summary>
            <div class="wire">
              <div><h3>Request</h3><pre tabindex="0">${step.request}</pre></div>
              <div><h3>Response</h3><pre tabindex="0">${step.response}</pre></div>
            </div>
          </details>
        </li>`,
      )}
    </ol>
  </section>`;
}

function day(iso: string): string {
  return new Date(iso).toLocaleDateString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
}

function time(iso: string): string {
  return `${iso.slice(11, 16)} UTC`;
}

function layout(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        ${body}
      </body>
    </html>`.text.trim();
}
