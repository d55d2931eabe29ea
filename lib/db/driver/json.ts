import type { Prisma } from "../generated/client";

/** Text that PostgreSQL can store: without the null character and without lone surrogates. */
export function cleanText(text: string): string {
  if (!/[\0\ud800-\udfff]/.test(text)) return text;
  // UTF-8 has no lone surrogates: the round trip turns them into U+FFFD.
  return Buffer.from(text.replaceAll("\0", "")).toString();
}

function clean(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [cleanText(key), clean(member)]));
}

/** The value for a JSON column, from data that strangers may have sent. */
export function toJson(value: Record<string, unknown>): Prisma.InputJsonObject {
  const text = JSON.stringify(value);
  const copy: unknown = JSON.parse(text);
  // JSON always escapes the characters that cannot be stored (ECMA-262, QuoteJSONString).
  return (/\\u(0000|d[89a-f])/.test(text) ? clean(copy) : copy) as Prisma.InputJsonObject;
}
