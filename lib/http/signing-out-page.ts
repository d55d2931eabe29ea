import { getWords } from "@/lib/i18n/words";
import { html } from "./html";
import { renderStandalonePage } from "./standalone-page";

/** Seconds that frames get in a browser without JavaScript. */
const patience = 3;

/** In words that browsers of 2009 understand: on as soon as every frame is there. */
const script = "window.onload=function(){window.location.replace(document.getElementById('go-on').href);};";

/**
 * Hidden frames that tell apps of a sign-out, and the way on: by script when all are loaded, by the page's own refresh
 * without, and by a link.
 * @see OpenID Connect Front-Channel Logout §3
 */
export function renderSigningOutPage({ frames, target }: { frames: string[]; target: string }): Response {
  const words = getWords().auth.logout;
  const frameOrigins = [...new Set(frames.map((frame) => new URL(frame).origin))];
  return renderStandalonePage({
    status: 200,
    title: words.leavingTitle,
    request: null,
    script,
    frameOrigins,
    head: html`<meta http-equiv="refresh" content="${patience};url=${target}">`,
    body: html`<h1>${words.leavingTitle}</h1>
<p class="muted">${words.leavingBody}</p>
<a class="button" id="go-on" href="${target}">${words.leavingAction}</a>
${frames.map((frame) => html`<iframe src="${frame}" title="${words.leavingTitle}" hidden></iframe>`)}`,
  });
}
