import { getAuthorizationServer } from "../authorization-server";
import type { OAuthContext } from "../oauth/context";

/**
 * The protocol's context for a form of the sign-in pages: what the core records there, without a request of its own,
 * is recorded with where the form came from.
 */
export async function getRequestContext(request: Request): Promise<OAuthContext> {
  const { context } = await getAuthorizationServer();
  return { ...context, record: (event, source) => context.record(event, source ?? request) };
}
