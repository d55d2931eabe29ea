import { getWords } from "@/lib/i18n/words";
import { html } from "./html";
import { renderStandalonePage } from "./standalone-page";

/** Seconds that frames get. */
const patience = 3;

/** Seconds after which a frame goes to its app, in a browser without JavaScript: by then the page itself is loaded. */
const head = 1;

/**
 * In words that browsers of 2009 understand: frames go to their apps at once, and the page goes on when every frame is
 * there, or when they have had their time.
 */
const script = `(function () {
  function goOn() { window.location.replace(document.getElementById("go-on").href); }
  var frames = document.getElementsByTagName("iframe");
  for (var i = 0; i < frames.length; i += 1) { frames[i].removeAttribute("srcdoc"); }
  window.onload = goOn;
  window.setTimeout(goOn, ${patience * 1000});
})();`;

/**
 * Hidden frames that tell apps of a sign-out, and the way on: by script when all are loaded or have had their time, by
 * the page's own refresh without JavaScript, and by a link.
 *
 * Browsers count a page's refresh from when all its frames are loaded, so a frame that never is would keep the person
 * here for ever. So, without JavaScript, each frame starts as a little document of ours, which is there at once, and
 * goes to its app by a refresh of its own, when the page counts as loaded. `src` is for browsers without `srcdoc`.
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
    // Only without JavaScript: HtmlUnit, in which the certification suite runs, keeps a page's refresh going after its
    // script went on, and would call the app a second time.
    head: html`<noscript><meta http-equiv="refresh" content="${head + patience};url=${target}"></noscript>`,
    body: html`<h1>${words.leavingTitle}</h1>
<p class="muted">${words.leavingBody}</p>
<a class="button" id="go-on" href="${target}">${words.leavingAction}</a>
${frames.map((frame) => {
  const waiting = html`<meta http-equiv="refresh" content="${head};url=${frame}">`;
  return html`<iframe src="${frame}" srcdoc="${waiting.markup}" title="${words.leavingTitle}" hidden></iframe>`;
})}`,
  });
}
