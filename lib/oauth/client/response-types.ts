import { splitWords } from "../wire/words";

/**
 * Response types that carry tokens through the browser. They work only where the operator switched them on.
 * @see OIDC Core §3.2, §3.3
 */
export const LEGACY_RESPONSE_TYPES = [
  "id_token",
  "id_token token",
  "code id_token",
  "code token",
  "code id_token token",
];

/** The response types of this portal. @see OAuth 2.0 Multiple Response Type Encoding Practices §3 */
export function listResponseTypes({ legacyResponseTypes }: { legacyResponseTypes: boolean }): string[] {
  return ["code", ...(legacyResponseTypes ? LEGACY_RESPONSE_TYPES : [])];
}

/**
 * How an answer can be sent back. Apps in the browser may ask for the code in the fragment, where no server or log of
 * theirs sees it.
 * @see OAuth 2.0 Multiple Response Types §2.1; OAuth 2.0 Form Post Response Mode §2
 */
export const RESPONSE_MODES = ["query", "fragment", "form_post"] as const;

/** The response type as this portal writes it, whatever the order of its words; null: unknown. */
export function findResponseType(value: string): string | null {
  const words = wordsOf(value);
  return (
    ["code", ...LEGACY_RESPONSE_TYPES].find((known) => {
      const wanted = wordsOf(known);
      return wanted.length === words.length && wanted.every((word) => words.includes(word));
    }) ?? null
  );
}

/** Whether an answer of this type holds `part`. */
export function hasPart(responseType: string, part: "code" | "id_token" | "token"): boolean {
  return wordsOf(responseType).includes(part);
}

/** Whether the answer itself carries tokens, so that it must not be a query. @see Multiple Response Types §5 */
export function carriesTokens(responseType: string): boolean {
  return hasPart(responseType, "id_token") || hasPart(responseType, "token");
}

function wordsOf(value: string): string[] {
  // No response type has more than three words.
  return splitWords(value, 3) ?? [];
}
