import type { ErrorPage } from "../oauth/context";
import { html } from "./html";
import { renderStandalonePage } from "./standalone-page";

/** What an error that must not be redirected shows: the error itself, what was received, and an id to quote. */
export async function renderErrorPage(page: ErrorPage & { requestId: string }): Promise<Response> {
  return renderStandalonePage({
    status: page.status,
    title: page.error,
    request: page.request,
    body: html`<h1>${page.error}</h1>
<p>${page.description}</p>
${page.receivedRedirectUri !== null && html`<p><code>${page.receivedRedirectUri}</code></p>`}
<p><code>${page.requestId}</code></p>`,
  });
}
