import { splitWords } from "../words";

/** Answers that carry tokens through the browser. Only where the operator switched them on. @see OIDC Core §3.2, §3.3 */
export const LEGACY_RESPONSE_TYPES = [
  "id_token",
  "id_token token",
  "code id_token",
  "code token",
  "code id_token token",
];

/** What this portal answers with. @see OAuth 2.0 Multiple Response Type Encoding Practices §3 */
export function listResponseTypes({ legacyResponseTypes }: { legacyResponseTypes: boolean }): string[] {
  return ["code", ...(legacyResponseTypes ? LEGACY_RESPONSE_TYPES : [])];
}

/** How an answer can go back. A fragment is for answers that carry tokens. */
export function listResponseModes({ legacyResponseTypes }: { legacyResponseTypes: boolean }) {
  return legacyResponseTypes ? (["query", "fragment", "form_post"] as const) : (["query", "form_post"] as const);
}

/** The response type as this portal writes it, whatever the order of its words; null: there is none such. */
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

/** Whether tokens travel in the answer itself, which then must not be a query. @see Multiple Response Types §5 */
export function carriesTokens(responseType: string): boolean {
  return hasPart(responseType, "id_token") || hasPart(responseType, "token");
}

function wordsOf(value: string): string[] {
  // No response type has more words than three: what is longer is none of them.
  return splitWords(value, 3) ?? [];
}
