/** How deep the JSON may be that strangers send; walking deeper ones could use up the stack. */
const MAX_DEPTH = 32;

/**
 * Parses JSON that a stranger sent. Throws a SyntaxError, also for what could not be stored or walked: the null
 * character, lone surrogates, and more than 32 levels.
 * @see RFC 8259 §8.2, §9
 */
export function parseForeignJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  requirePlain(value, MAX_DEPTH);
  return value;
}

function requirePlain(value: unknown, levels: number): void {
  if (typeof value === "string") requireText(value);
  if (value === null || typeof value !== "object") return;
  if (levels === 0) throw new SyntaxError("too many levels");
  for (const [name, member] of Object.entries(value)) {
    requireText(name);
    requirePlain(member, levels - 1);
  }
}

function requireText(text: string): void {
  if (text.includes("\0") || /\p{Cs}/u.test(text)) throw new SyntaxError("text that is no Unicode");
}

/**
 * The JSON object in a body; null for any other JSON.
 * @throws {SyntaxError | TypeError} for what is not well-formed
 */
export function parseJsonObject(bytes: Uint8Array): Record<string, unknown> | null {
  // RFC 8259 §8.1: UTF-8; broken sequences are refused, not replaced.
  const value = parseForeignJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : null;
}
