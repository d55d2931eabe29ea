/** Pairs of particles: the one after a final consonant, the one after a vowel. */
export type Josa = "은/는" | "이/가" | "을/를" | "과/와" | "으로/로" | "이라는/라는";

/** How both are written where nobody can say which is right. */
const BOTH: Readonly<Record<Josa, string>> = {
  "은/는": "은(는)",
  "이/가": "이(가)",
  "을/를": "을(를)",
  "과/와": "와(과)",
  "으로/로": "(으)로",
  "이라는/라는": "(이)라는",
};

/** Invisible; no line breaks before or after it. @see Unicode, UAX #14, WJ */
const WORD_JOINER = "\u2060";

/** What a word ends in when it is read aloud. ㄹ counts as a vowel before 으로/로. */
type Ending = "consonant" | "ㄹ" | "vowel";

/**
 * A word with the particle that fits its last sound: `josa("달력", "을/를")` is "달력을", `josa("Portico", "을/를")` is
 * "Portico를". Where the sound is not certain, as after most English spellings, both are written: "Google을(를)".
 */
export function josa(word: string, pair: Josa): string {
  const ending = findEnding(word);
  if (!ending) return word + keepTogether(BOTH[pair]);
  const [afterConsonant, afterVowel] = pair.split("/");
  const isLikeVowel = ending === "vowel" || (ending === "ㄹ" && pair === "으로/로");
  return word + (isLikeVowel ? afterVowel : afterConsonant);
}

/** Browsers break lines before and after brackets, and so within the particle. */
function keepTogether(particle: string): string {
  return particle.replace(/[()]/g, `${WORD_JOINER}$&${WORD_JOINER}`);
}

function findEnding(word: string): Ending | null {
  // Quotes and brackets are not read aloud.
  const text = word.normalize("NFC").replace(/[^\p{L}\p{N}]+$/u, "");
  const last = text.at(-1);
  if (!last) return null;
  if (/[가-힣]/.test(last)) return endingOfSyllable(last);
  if (/[0-9]/.test(last)) return endingOfDigit(last);
  const latin = /[A-Za-z]+$/.exec(text)?.[0];
  return latin ? endingOfLatin(latin) : null;
}

/** Hangul syllables stand in Unicode in order: 28 endings for each beginning, none first and ㄹ the ninth. */
function endingOfSyllable(syllable: string): Ending {
  const final = (syllable.charCodeAt(0) - 0xac00) % 28;
  if (final === 0) return "vowel";
  return final === 8 ? "ㄹ" : "consonant";
}

/** 영, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구; a nought at the end may be 십, 백 or 천 too, which sound alike here. */
function endingOfDigit(digit: string): Ending {
  if ("178".includes(digit)) return "ㄹ";
  return "036".includes(digit) ? "consonant" : "vowel";
}

/** Up to this length, capitals are spelt letter by letter: API, OIDC. */
const LONGEST_INITIALISM = 5;

function endingOfLatin(word: string): Ending | null {
  if (word === word.toUpperCase() && word.length <= LONGEST_INITIALISM) return endingOfLetter(word.slice(-1));
  const lower = word.toLowerCase();
  // By the rules for foreign words (외래어 표기법); e, t, k, p and others are read in more than one way.
  if (/(ng|[mn])$/.test(lower)) return "consonant";
  if (/l$/.test(lower)) return "ㄹ";
  if (/([aiouyrswxzfvj]|[cs]h)$/.test(lower)) return "vowel";
  return null;
}

/** 엘, 알; 엠, 엔; the names of all other letters end in a vowel: 에이, 비, 에프. */
function endingOfLetter(letter: string): Ending {
  if (letter === "L" || letter === "R") return "ㄹ";
  return letter === "M" || letter === "N" ? "consonant" : "vowel";
}
