/** A part of a text; `isSame`: the other text has it too. */
export interface TextPart {
  text: string;
  isSame: boolean;
}

/** Characters of a text that are compared: as many as the longest redirect URI has. */
export const LONGEST_COMPARED = 2_000;

/** The longest texts, without what both begin and end with, that are compared character by character. */
const MOST_COMPARED = 300;

/** Two texts, each in parts that the other has and has not. */
export interface TextDifference {
  received: TextPart[];
  expected: TextPart[];
}

/**
 * Compares what came with what was expected, character by character. Where they differ over a long way, all of that counts
 * as different, so that the work stays small.
 */
export function compareTexts(received: string, expected: string): TextDifference {
  const [came, wanted] = [[...received.slice(0, LONGEST_COMPARED)], [...expected.slice(0, LONGEST_COMPARED)]];
  const start = commonLength(came, wanted);
  const [cameRest, wantedRest] = [came.slice(start), wanted.slice(start)];
  const end = commonLength(cameRest.toReversed(), wantedRest.toReversed());
  const [cameMiddle, wantedMiddle] = [
    cameRest.slice(0, cameRest.length - end),
    wantedRest.slice(0, wantedRest.length - end),
  ];
  const [cameMarks, wantedMarks] = markMiddle(cameMiddle, wantedMiddle);
  const same = (length: number) => Array<boolean>(length).fill(true);
  return {
    received: toParts(came, [...same(start), ...cameMarks, ...same(end)]),
    expected: toParts(wanted, [...same(start), ...wantedMarks, ...same(end)]),
  };
}

/**
 * The text that has most in common with what came, at its start and its end: the same one, or the first of several. Null: there are none.
 * Each text is read once and nothing is copied, since an app has up to 100 long ones.
 */
export function findNearest(received: string, texts: readonly string[]): string | null {
  let nearest: string | null = null;
  let most = -1;
  for (const text of texts) {
    if (text === received) return text;
    const common = likeness(received, text);
    if (common > most) [nearest, most] = [text, common];
  }
  return nearest;
}

/** How much two texts have in common at their start and their end, in UTF-16 units. */
function likeness(one: string, other: string): number {
  const most = Math.min(one.length, other.length, LONGEST_COMPARED);
  let start = 0;
  while (start < most && one.charCodeAt(start) === other.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < most - start && one.charCodeAt(one.length - 1 - end) === other.charCodeAt(other.length - 1 - end)) {
    end += 1;
  }
  return start + end;
}

function commonLength(one: readonly string[], other: readonly string[]): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  return length;
}

/** Which characters both have in the same order, by the longest common subsequence. */
function markMiddle(one: readonly string[], other: readonly string[]): [boolean[], boolean[]] {
  const marks: [boolean[], boolean[]] = [one.map(() => false), other.map(() => false)];
  if (one.length > MOST_COMPARED || other.length > MOST_COMPARED) return marks;
  const width = other.length + 1;
  const lengths = new Uint16Array((one.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = one.length - 1; row >= 0; row -= 1) {
    for (let column = other.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        one[row] === other[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  let row = 0;
  let column = 0;
  while (row < one.length && column < other.length) {
    if (one[row] === other[column]) {
      marks[0][row] = true;
      marks[1][column] = true;
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return marks;
}

function toParts(characters: readonly string[], marks: readonly boolean[]): TextPart[] {
  const parts: TextPart[] = [];
  for (const [index, text] of characters.entries()) {
    const isSame = marks[index] === true;
    const last = parts.at(-1);
    if (last?.isSame === isSame) last.text += text;
    else parts.push({ text, isSame });
  }
  return parts;
}
