import type { OAuthContext } from "./context";

/** The frame by which clients ask, from the person's browser, whether the session changed. @see OpenID Connect Session Management §3.3 */
export async function handleCheckSessionRequest(_request: Request, context: OAuthContext): Promise<Response> {
  return context.pages.renderCheckSession();
}
