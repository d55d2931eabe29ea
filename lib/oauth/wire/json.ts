/** How deep the JSON of strangers may be nested. Walking deeper JSON could use up the stack. */
const MAX_DEPTH = 32;

/**
 * The most members and elements, over all levels, in a document that strangers send. A JWK Set of 100 keys has about
 * 800.
 */
export const MAX_JSON_VALUES = 4_000;

/** The JSON is well-formed but larger than anybody needs. The message names the limit. */
export class JsonLimitError extends SyntaxError {
  override name = "JsonLimitError";
}

/**
 * Parses JSON that a stranger sent. Throws a SyntaxError, also for JSON that could not be stored or walked: null
 * characters, lone surrogates, more than 32 levels, or more than `maxValues` members and elements.
 * @see RFC 8259 §8.2, §9
 */
export function parseForeignJson(text: string, maxValues = MAX_JSON_VALUES): unknown {
  const value: unknown = JSON.parse(text);
  let left = maxValues;

  function requirePlain(each: unknown, levels: number): void {
    if (typeof each === "string") requireText(each);
    if (each === null || typeof each !== "object") return;
    if (levels === 0) throw new JsonLimitError(`more than ${MAX_DEPTH} levels`);
    const members = Object.entries(each);
    left -= members.length;
    if (left < 0) throw new JsonLimitError(`more than ${maxValues} values`);
    for (const [name, member] of members) {
      requireText(name);
      requirePlain(member, levels - 1);
    }
  }

  requirePlain(value, MAX_DEPTH);
  return value;
}

function requireText(text: string): void {
  if (text.includes("\0") || /\p{Cs}/u.test(text)) throw new SyntaxError("text that is not Unicode");
}

/**
 * The JSON object in a body; null for any other JSON.
 * @throws {SyntaxError | TypeError} if it is not well-formed
 */
export function parseJsonObject(bytes: Uint8Array): Record<string, unknown> | null {
  // RFC 8259 §8.1: UTF-8; broken sequences are refused, not replaced.
  const value = parseForeignJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : null;
}

/** Why a fetched document is unusable, in words that follow its name. @param cause what fetching or parsing threw */
export function describeFault(cause: unknown): string {
  if (cause instanceof JsonLimitError) return `it holds ${cause.message}`;
  if (cause instanceof SyntaxError) return "it is not JSON";
  return cause instanceof Error ? cause.message : "";
}
