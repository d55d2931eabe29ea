import { cleanName } from "@/lib/auth/display-name";
import { getWords } from "@/lib/i18n/words";
import type { Client } from "@/lib/oauth/model";
import { html } from "./html";
import { renderStandalonePage } from "./standalone-page";

/**
 * A form that submits itself to the client; without JavaScript, by a button. The answer to prompt=none may stand in a
 * frame of the origin that it goes to: it has nothing on it that a person could be made to press.
 * @see OAuth 2.0 Form Post Response Mode §2
 */
export function renderFormPostPage(page: {
  action: string;
  fields: [name: string, value: string][];
  client: Client;
  isSilent: boolean;
}): Response {
  const words = getWords().auth.formPost;
  const name = cleanName(page.client.name);
  return renderStandalonePage({
    status: 200,
    title: words.title(name),
    request: null,
    script: "document.forms[0].submit();",
    frameAncestors: page.isSilent ? findOrigin(page.action) : null,
    body: html`<h1>${words.title(name)}</h1>
<form method="post" action="${page.action}">
${page.fields.map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`)}
<button class="button primary" type="submit">${words.action}</button>
</form>`,
  });
}

/** The origin of an address of the web; an app's own scheme has none. */
function findOrigin(uri: string): string | null {
  const { protocol, origin } = new URL(uri);
  return protocol === "https:" || protocol === "http:" ? origin : null;
}
