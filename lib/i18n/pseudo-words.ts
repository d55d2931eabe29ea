import { PSEUDO_LOCALE } from "./locale";

// Letters that a reader still recognises, and that no catalogue of a real language holds.
const marked: Readonly<Record<string, string>> = Object.fromEntries(
  [..."aeiouyncAEIOUNC"].map((letter, index) => [letter, [..."áéíóúýñçÁÉÍÓÚÑÇ"][index] ?? letter]),
);

/**
 * A text in the pseudo-locale: every vowel marked, two fifths longer, and in brackets that show where it is cut off.
 * @param given values that a function inserted, which stay as they are
 */
export function stretchText(text: string, given: readonly string[] = []): string {
  if (!/\p{L}/u.test(text)) return text;
  const kept = given.filter((part) => part !== "").toSorted((a, b) => b.length - a.length);
  const parts = kept.length === 0 ? [text] : text.split(new RegExp(`(${kept.map(quote).join("|")})`));
  const body = parts
    .map((part) => (kept.includes(part) ? part : [...part].map((c) => marked[c] ?? c).join("")))
    .join("");
  return `[${body}${padding(Math.ceil(text.length * 0.4))}]`;
}

/** In pieces no longer than real words, so that lines break as in a real language. */
const padding = (length: number) => "~".repeat(length).replace(/~{7}(?=~)/g, "~~~~~~~ ");

const quote = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

/** The same for a whole catalogue: its texts, and what its functions answer. */
export function stretchWords<T>(words: T): T {
  return stretch(words) as T;
}

function stretch(value: unknown, given: readonly string[] = []): unknown {
  if (typeof value === "string") return value === "en" ? PSEUDO_LOCALE : stretchText(value, given);
  if (typeof value === "function") {
    return (...args: unknown[]) => stretch(value(...args), stringsOf(args));
  }
  if (Array.isArray(value)) return value.map((each) => stretch(each, given));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, stretch(each, given)]));
}

/** Every string and number in what a function was given, at any depth. */
function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
