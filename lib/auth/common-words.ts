import { readFile } from "node:fs/promises";
import path from "node:path";
import { ownFile } from "../own-files.mjs";

/** Letters of the longest word that is looked for. */
const LONGEST_WORD = 24;

/** Bits of a character that belongs to no word. */
const BITS_OF_DIGIT = Math.log2(10);
const BITS_OF_LETTER = Math.log2(26);
const BITS_OF_OTHER = 8;

/** Bits of a year of our time, and of a word that stood before in the same text. */
const BITS_OF_YEAR = 7;
const BITS_OF_REPETITION = 1.5;

/**
 * Lists of words by their frequency, in packages. `bits` is added to the cost of each word of the list.
 */
const LISTS = [
  { file: "language-common/src/passwords.json", count: 50_000, bits: 1 },
  { file: "language-en/src/commonWords.json", count: 20_000, bits: 0 },
  { file: "language-en/src/wikipedia.json", count: 20_000, bits: 1 },
  { file: "language-en/src/firstnames.json", count: 5_000, bits: 2 },
  { file: "language-es-es/src/commonWords.json", count: 10_000, bits: 1 },
  { file: "language-fr/src/commonWords.json", count: 10_000, bits: 1 },
  { file: "language-pt-br/src/commonWords.json", count: 10_000, bits: 1 },
  { file: "language-id/src/commonWords.json", count: 10_000, bits: 1 },
];

/** Lower-case letters without accents, and digits: what is left of a carelessly written text. */
export function toBareText(text: string): string {
  const letters = text.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC");
  return letters.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

let words: Promise<ReadonlyMap<string, number>> | undefined;

/** The bits of each word. Read when somebody chooses a password first, and kept. */
function getWords(): Promise<ReadonlyMap<string, number>> {
  words ??= readWords().catch((error: unknown) => {
    words = undefined;
    throw error;
  });
  return words;
}

async function readWords(): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const { file, count, bits } of LISTS) {
    const whole = path.join(/* turbopackIgnore: true */ ownFile("wordLists"), file);
    const list: string[] = JSON.parse(await readFile(/* turbopackIgnore: true */ whole, "utf8"));
    for (const [place, word] of list.slice(0, count).entries()) {
      const text = toBareText(word);
      const own = Math.log2(place + 2) + bits;
      if (text.length > 1 && own < (found.get(text) ?? Number.POSITIVE_INFINITY)) found.set(text, own);
    }
  }
  return found;
}

/**
 * How hard it is to find a text by combining common words, in bits: the minimum over all ways to cut it into words,
 * years and single characters. Four words by dice have 40 or more, `liverpoolfootballclub` has 21.
 * @param text as `toBareText` gives it
 */
export async function countBits(text: string): Promise<number> {
  const known = await getWords();
  const least = [0];
  for (let end = 1; end <= text.length; end += 1) {
    let bits = (least[end - 1] ?? 0) + bitsOfCharacter(text.charAt(end - 1));
    for (let start = Math.max(0, end - LONGEST_WORD); start <= end - 2; start += 1) {
      const own = bitsOfWord(text, start, end, known);
      if (own !== null) bits = Math.min(bits, (least[start] ?? 0) + own);
    }
    least.push(bits);
  }
  return least[text.length] ?? 0;
}

function bitsOfCharacter(character: string): number {
  if (/\d/.test(character)) return BITS_OF_DIGIT;
  return /[a-z]/.test(character) ? BITS_OF_LETTER : BITS_OF_OTHER;
}

function bitsOfWord(text: string, start: number, end: number, known: ReadonlyMap<string, number>): number | null {
  const word = text.slice(start, end);
  const ways = [known.get(word) ?? null];
  if (end - start === 4 && /^(?:19|20)\d\d$/.test(word)) ways.push(BITS_OF_YEAR);
  if (end - start >= 3 && text.indexOf(word) + word.length <= start) ways.push(BITS_OF_REPETITION);
  const possible = ways.filter((bits) => bits !== null);
  return possible.length > 0 ? Math.min(...possible) : null;
}
