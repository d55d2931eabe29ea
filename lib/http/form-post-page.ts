import { cleanName } from "@/lib/oauth/client/display-name";
import type { Reader } from "@/lib/oauth/context";
import type { Client } from "@/lib/oauth/model";
import { html } from "./html";
import { wordsForReader } from "./request-words";
import { renderStandalonePage } from "./standalone-page";

/**
 * A form that submits itself to the client; without JavaScript, by a button. The answer to prompt=none may be in a
 * frame of the origin that it goes to, because nothing on it could be misused for clickjacking.
 * @see OAuth 2.0 Form Post Response Mode §2
 */
export function renderFormPostPage(
  page: { action: string; fields: [name: string, value: string][]; client: Client; isSilent: boolean },
  reader: Reader | null,
): Response {
  const all = wordsForReader(reader);
  const words = all.auth.formPost;
  const name = cleanName(page.client.name);
  return renderStandalonePage({
    status: 200,
    title: words.title(name),
    words: all,
    request: reader?.request ?? null,
    script: "document.forms[0].submit();",
    frameAncestors: page.isSilent ? findOrigin(page.action) : null,
    body: html`<h1>${words.title(name)}</h1>
<form method="post" action="${page.action}">
${page.fields.map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`)}
<button class="button primary" type="submit">${words.action}</button>
</form>`,
  });
}

/** The origin of a web address; null for a private-use scheme. */
function findOrigin(uri: string): string | null {
  const { protocol, origin } = new URL(uri);
  return protocol === "https:" || protocol === "http:" ? origin : null;
}
