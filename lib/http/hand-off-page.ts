import { cleanName } from "@/lib/auth/display-name";
import { getWords } from "@/lib/i18n/words";
import type { Client } from "@/lib/oauth/model";
import { html } from "./html";
import { renderStandalonePage } from "./standalone-page";

/**
 * Hands the person to an app on this device. Its link is pressed by the person, without whom browsers open no other
 * program, and the page is still there when the app has opened.
 * @see RFC 8252 §7.1
 */
export function renderHandOffPage({ href, client }: { href: string; client: Client }): Response {
  const words = getWords().auth.handOff;
  const name = cleanName(client.name);
  return renderStandalonePage({
    status: 200,
    title: words.title(name),
    request: null,
    body: html`<h1>${words.title(name)}</h1>
<p><a class="button primary" id="open-app" href="${href}">${words.action(name)}</a></p>
<p class="muted">${words.close}</p>`,
  });
}
