import { readFileSync } from "node:fs";
import path from "node:path";

/** NIST SP 800-63B-4 §3.1.1.2: fifteen characters when the password is the only factor. */
export const passwordMinLength = 15;
/** Far more than any passphrase; it bounds what one request may cost. */
export const passwordMaxLength = 256;

export type PasswordProblem = "empty" | "short" | "long" | "common" | "personal";

/** People count what they see: an emoji is one character. */
export function countCharacters(password: string): number {
  return [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(password)].length;
}

/**
 * Why a password cannot be taken, or null. Length and a list of common ones; never rules of composition.
 * `about`: what an attacker would try first for this person (e-mail, name, the portal's name).
 * @see NIST SP 800-63B-4 §3.1.1.2
 */
export function checkPassword(password: string, about: readonly string[]): PasswordProblem | null {
  if (password === "") return "empty";
  if (countCharacters(password) < passwordMinLength) return "short";
  if (password.length > passwordMaxLength) return "long";
  if (isCommon(password)) return "common";
  return isPersonal(password, about) ? "personal" : null;
}

const lookAlikes: Record<string, string> = {
  ...{ "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", $: "s", "!": "i" },
};

/** Lower case letters and digits; a sign between letters is read as the letter it imitates: `P4$$w0rd` is `password`. */
function simplify(password: string): string {
  return password
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(?<=^|\p{L})[0134578@$!]{1,2}(?=\p{L})/gu, (run) => [...run].map((sign) => lookAlikes[sign]).join(""))
    .replace(/[^\p{L}\p{N}]/gu, "");
}

let commonWords: Set<string> | undefined;

function getCommonWords(): Set<string> {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "auth", "common-passwords.txt");
  commonWords ??= new Set(readFileSync(file, "utf8").replace(/^#.*$/gm, "").split(/\s+/).filter(Boolean));
  return commonWords;
}

/**
 * A long password is common when it is nothing but common parts: one repeated, several in a row, or with digits
 * around them ("passwordpassword", "letmein2024letmein", "qwertyuiop12345").
 */
function isCommon(password: string): boolean {
  const plain = password.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  if (isRepeated(plain) || isSequence(plain)) return true;
  return [plain, simplify(password)].some((form) => isMadeOf(form, getCommonWords()));
}

/** One to four characters over and over, or hardly any different ones. */
function isRepeated(text: string): boolean {
  return text.length > 0 && (/^(.{1,4}?)\1+.{0,3}$/su.test(text) || new Set(text).size < 4);
}

/** Runs of the alphabet, of digits or of keyboard rows, in either direction, make up the whole. */
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
  const longest = 24;
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

/** The e-mail address, name or portal with nothing of substance added. */
function isPersonal(password: string, about: readonly string[]): boolean {
  const plain = simplify(password);
  return about
    .flatMap((value) => [value, ...value.split(/[@\s]+/)])
    .map(simplify)
    .filter((value) => value.length >= 4)
    .some((value) => plain.replaceAll(value, "").replace(/\d/g, "").length < 5 && plain.includes(value));
}
