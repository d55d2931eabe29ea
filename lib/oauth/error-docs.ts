import type { OAuthErrorCode } from "./errors";
import type { RefusalCause } from "./refusal-causes";

/** The page of the documentation with every error, below the issuer. */
export const ERROR_DOCS_PATH = "/docs/errors";

/** Where people read about an error code. The answer to a request may name it. @see RFC 6749 §5.2 (error_uri) */
export function errorDocsPath(code: OAuthErrorCode): string {
  return `${ERROR_DOCS_PATH}#${code}`;
}

/** Where people read about a cause. No answer names it to a stranger: it says more than the error code. */
export function causeDocsPath(cause: RefusalCause): string {
  return `${ERROR_DOCS_PATH}#${causeAnchor(cause)}`;
}

/** The id of a cause on that page. Some causes and codes have the same name. */
export function causeAnchor(cause: RefusalCause): string {
  return `cause-${cause}`;
}
