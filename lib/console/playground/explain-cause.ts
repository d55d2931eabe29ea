import type { Words } from "../../i18n/words";
import { isRefusalCause } from "../../oauth/error-causes";
import { causeDocsPath } from "../../oauth/error-docs";

/** A cause in words, and where the documentation explains it; null: there is none. */
export function explainCause(
  cause: string | null,
  words: Words,
): { title: string; why: string; fix: string; docsPath: string } | null {
  if (cause === null || !isRefusalCause(cause)) return null;
  return { ...words.console.causes[cause], docsPath: causeDocsPath(cause) };
}
