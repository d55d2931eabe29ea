import type { OAuthContext } from "../context";
import type { Feature } from "../feature";

/**
 * The frame that clients ask, in the person's browser, whether the session changed.
 * @see OpenID Connect Session Management §3.3
 */
export async function handleCheckSessionRequest(_request: Request, context: OAuthContext): Promise<Response> {
  return context.pages.renderCheckSession();
}

export const checkSession = {
  endpoints: [
    {
      name: "check-session",
      path: "/oauth/check-session",
      metadataMember: "check_session_iframe",
      methods: ["GET"],
      isCrossOrigin: false,
      errors: "page",
      handle: handleCheckSessionRequest,
    },
  ],
} as const satisfies Feature;
