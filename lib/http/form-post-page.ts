import { cleanName } from "@/lib/auth/display-name";
import { getWords } from "@/lib/i18n/words";
import type { Client } from "@/lib/oauth/model";
import { html } from "./html";
import { renderStandalonePage } from "./standalone-page";

/**
 * A form that submits itself to the client; without JavaScript, by a button.
 * @see OAuth 2.0 Form Post Response Mode §2
 */
export function renderFormPostPage(page: {
  action: string;
  fields: [name: string, value: string][];
  client: Client;
}): Response {
  const words = getWords().auth.formPost;
  const name = cleanName(page.client.name);
  return renderStandalonePage({
    status: 200,
    title: words.title(name),
    request: null,
    script: "document.forms[0].submit();",
    body: html`<h1>${words.title(name)}</h1>
<form method="post" action="${page.action}">
${page.fields.map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`)}
<button class="button primary" type="submit">${words.action}</button>
</form>`,
  });
}
