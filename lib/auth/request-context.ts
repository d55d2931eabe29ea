import type { OAuthContext, Reader } from "../oauth/context";
import { getProtocolContext } from "./protocol-context";

/**
 * The protocol's context for a form of the sign-in pages. Events that the core records without a request get the source
 * of the form, and pages are in the language of the person who posted it.
 * @param user who posted it; null: nobody is signed in
 */
export async function getRequestContext(
  request: Request,
  user: { locale: string | null } | null,
): Promise<OAuthContext> {
  const context = getProtocolContext();
  const { pages, record } = context;
  const own: Reader = { request, uiLocales: null, locale: user?.locale ?? null };
  return {
    ...context,
    record: (event, source) => record(event, source ?? request),
    pages: {
      ...pages,
      renderHandOff: (page, reader) => pages.renderHandOff(page, reader ?? own),
      renderFormPost: (page, reader) => pages.renderFormPost(page, reader ?? own),
    },
  };
}
