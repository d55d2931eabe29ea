import { cleanName } from "@/lib/oauth/client/display-name";
import type { Reader } from "@/lib/oauth/context";
import type { Client } from "@/lib/oauth/model";
import { html } from "./html";
import { wordsForReader } from "./request-words";
import { renderStandalonePage } from "./standalone-page";

/**
 * Hands the person over to an app on this device. The person presses a link, because browsers open no other program
 * otherwise, and the page stays when the app has opened.
 * @see RFC 8252 §7.1
 */
export function renderHandOffPage({ href, client }: { href: string; client: Client }, reader: Reader | null): Response {
  const all = wordsForReader(reader);
  const words = all.auth.handOff;
  const name = cleanName(client.name);
  return renderStandalonePage({
    status: 200,
    title: words.title(name),
    words: all,
    request: reader?.request ?? null,
    body: html`<h1>${words.title(name)}</h1>
<p><a class="button primary" id="open-app" href="${href}">${words.action(name)}</a></p>
<p class="muted">${words.close}</p>`,
  });
}
