import type { Reader } from "@/lib/oauth/context";
import { html } from "./html";
import { wordsForReader } from "./request-words";
import { renderStandalonePage } from "./standalone-page";

/** Seconds that frames have to load. */
const PATIENCE = 3;

/** Seconds after which a frame goes to its app in a browser without JavaScript: by then the page itself is loaded. */
const HEAD = 1;

/**
 * Written for browsers of 2009: frames go to their apps at once, and the page continues when every frame has loaded or
 * their time is over.
 */
const script = `(function () {
  function goOn() { window.location.replace(document.getElementById("go-on").href); }
  var frames = document.getElementsByTagName("iframe");
  for (var i = 0; i < frames.length; i += 1) { frames[i].removeAttribute("srcdoc"); }
  window.onload = goOn;
  window.setTimeout(goOn, ${PATIENCE * 1000});
})();`;

/**
 * Hidden frames that tell apps about a sign-out, and the way on: by a script when all have loaded or their time is
 * over, by the page's own refresh without JavaScript, and by a link.
 *
 * Browsers start a page's refresh only after all its frames have loaded, so a frame that never loads would keep the
 * person here for ever. So, without JavaScript, each frame starts as a small document of ours, which loads at once, and
 * goes to its app by a refresh of its own once the page counts as loaded. `src` is for browsers without `srcdoc`.
 * @see OpenID Connect Front-Channel Logout §3
 */
export function renderSigningOutPage(
  { frames, target }: { frames: string[]; target: string },
  reader: Reader,
): Response {
  const all = wordsForReader(reader);
  const words = all.auth.logout;
  const frameOrigins = [...new Set(frames.map((frame) => new URL(frame).origin))];
  return renderStandalonePage({
    status: 200,
    title: words.leavingTitle,
    words: all,
    request: reader.request,
    script,
    frameOrigins,
    // Only without JavaScript: HtmlUnit, which the certification suite uses, still runs a page's refresh after its
    // script went on, and would call the app a second time.
    head: html`<noscript><meta http-equiv="refresh" content="${HEAD + PATIENCE};url=${target}"></noscript>`,
    body: html`<h1>${words.leavingTitle}</h1>
<p class="muted">${words.leavingBody}</p>
<a class="button" id="go-on" href="${target}">${words.leavingAction}</a>
${frames.map((frame) => {
  const waiting = html`<meta http-equiv="refresh" content="${HEAD};url=${frame}">`;
  return html`<iframe src="${frame}" srcdoc="${waiting.markup}" title="${words.leavingTitle}" hidden></iframe>`;
})}`,
  });
}
