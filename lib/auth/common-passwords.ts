import { createReadStream, readFileSync } from "node:fs";
import { ownFile } from "../own-files.mjs";
import { countBits, toBareText } from "./common-words";

/** The least number of bits for a password of common words: four thousand million tries. */
const MIN_BITS = 32;

/** The longest password, in characters, that is searched for words. Longer passwords have enough bits. */
const LONGEST_PHRASE = 64;

/** The shortest leaked password, in characters, that is compared. */
const SHORTEST_LEAKED = 8;

/** A few digits, such as a year, before or after a password make it no harder to find. */
const FEW_DIGITS = /^\d{1,4}(?!\d)|(?<!\d)\d{1,4}$/g;

const LOOK_ALIKES: Record<string, string> = {
  0: "o",
  1: "i",
  3: "e",
  4: "a",
  5: "s",
  7: "t",
  8: "b",
  "@": "a",
  $: "s",
  "!": "i",
};

/** The bare text, with a sign between letters read as the letter that it imitates: `P4$$w0rd` is `password`. */
export function toMeantText(text: string): string {
  const lower = text.normalize("NFKC").toLowerCase();
  const imitations = /(?<=^|\p{L})[0134578@$!]{1,2}(?=\p{L})/gu;
  return toBareText(lower.replace(imitations, (run) => [...run].map((sign) => LOOK_ALIKES[sign]).join("")));
}

/**
 * Whether attackers try a password early: a leaked password, even in other case or with added spaces, signs or digits;
 * a sequence; or a few common words in a row.
 * @see NIST SP 800-63B-4 §3.1.1.2
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  const plain = toBareText(password);
  if (isRepeated(plain) || isSequence(plain)) return true;
  const texts = new Set([plain, toMeantText(password)].flatMap((text) => [text, text.replace(FEW_DIGITS, "")]));
  for (const text of texts) if (text.length <= LONGEST_PHRASE && (await isPhrase(text))) return true;
  return isLeaked([...texts].flatMap((text) => [text, text.replace(/^\d+|\d+$/g, "")]));
}

async function isPhrase(text: string): Promise<boolean> {
  return isMadeOf(text, getOwnWords()) || (await countBits(text)) < MIN_BITS;
}

/**
 * Whether one of the texts is on the list of the million most used leaked passwords. New passwords are rare and the
 * list has nine megabytes, so it is read each time instead of kept in memory.
 */
async function isLeaked(texts: string[]): Promise<boolean> {
  const wanted = [...new Set(texts)].filter((text) => text.length >= SHORTEST_LEAKED);
  let rest = "\n";
  for await (const chunk of createReadStream(ownFile("commonPasswords"), {
    encoding: "latin1",
    highWaterMark: 1 << 20,
  })) {
    const lines = rest + String(chunk).toLowerCase();
    if (wanted.some((text) => lines.includes(`\n${text}\n`))) return true;
    rest = lines.slice(lines.lastIndexOf("\n"));
  }
  return wanted.some((text) => rest === `\n${text}`);
}

let ownWords: Set<string> | undefined;

function getOwnWords(): Set<string> {
  ownWords ??= new Set(
    readFileSync(ownFile("ownCommonPasswords"), "utf8").replace(/^#.*$/gm, "").split(/\s+/).filter(Boolean),
  );
  return ownWords;
}

/** One to four characters repeated, or hardly any different characters. */
function isRepeated(text: string): boolean {
  return text.length > 0 && (/^(.{1,4}?)\1+.{0,3}$/su.test(text) || new Set(text).size < 4);
}

/** The whole consists of runs of the alphabet, of digits or of keyboard rows, in either direction. */
function isSequence(text: string): boolean {
  const rows = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qazwsxedcrfvtgb",
    "1q2w3e4r5t6y7u8i9o0p",
  ];
  const both = rows.flatMap((row) => [row, [...row].reverse().join("")]);
  let rest = text;
  while (rest.length > 0) {
    let length = Math.min(rest.length, 26);
    while (length >= 3 && !both.some((row) => row.includes(rest.slice(0, length)))) length -= 1;
    if (length < 3) return rest.length < 3;
    rest = rest.slice(length);
  }
  return true;
}

/** Whether common words, and at most eight digits among them, cover the text; at most three words. */
function isMadeOf(text: string, words: Set<string>): boolean {
  const longest = 40;
  const visit = (from: number, wordsLeft: number, digitsLeft: number): boolean => {
    if (from === text.length) return true;
    if (digitsLeft > 0 && /\d/.test(text.charAt(from)) && visit(from + 1, wordsLeft, digitsLeft - 1)) return true;
    if (wordsLeft === 0) return false;
    for (let length = Math.min(longest, text.length - from); length >= 3; length -= 1) {
      if (words.has(text.slice(from, from + length)) && visit(from + length, wordsLeft - 1, digitsLeft)) return true;
    }
    return false;
  };
  return text.length <= 64 && visit(0, 3, 8);
}
