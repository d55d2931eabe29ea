import { headers } from "next/headers";
import { cache } from "react";
import { wordsOf } from "../http/request-words";
import type { Words } from "../i18n/words";
import { getCurrentUser } from "./require-user";

/**
 * The words for the page that is being drawn, or for the answer of a Server Action. Pages and their titles call this,
 * once per request, and pass the words to their parts. `localeOf` chooses the language.
 */
export const getPageWords = cache(async (): Promise<Words> => {
  const [sent, user] = await Promise.all([headers(), getCurrentUser()]);
  return wordsOf(sent, { account: user?.locale });
});
