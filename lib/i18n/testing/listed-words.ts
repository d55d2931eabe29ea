/** A text of a catalogue. */
export interface ListedWord {
  /** where it stands, such as `auth.login.title` */
  place: string;
  /** what people read; of a function, what it answers to stand-ins for what varies */
  text: string;
  /** which of a function's arguments change what people read, from 0 */
  varies: number[];
}

/**
 * Every text of a part of a catalogue, those that functions make included. Formats are left out: they take real values.
 */
export function listWords(value: unknown, place = ""): ListedWord[] {
  if (typeof value === "string") return [{ place, text: value, varies: [] }];
  if (typeof value === "function") return listAnswers(value as (...args: unknown[]) => unknown, place);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => place !== "" || key !== "formats")
    .flatMap(([key, each]) => listWords(each, place === "" ? key : `${place}.${key}`));
}

/** No word takes more arguments. */
const MOST_ARGUMENTS = [0, 1, 2, 3, 4];

function listAnswers(word: (...args: unknown[]) => unknown, place: string): ListedWord[] {
  const given = MOST_ARGUMENTS.map((index) => standIn(`${index}`, 1e12 + index));
  const answer = word(...given);
  const varies = MOST_ARGUMENTS.filter((index) => {
    const other = word(...given.with(index, standIn(`${index}, else`, 2e12 + index)));
    return JSON.stringify(other) !== JSON.stringify(answer);
  });
  return listWords(answer, place).map((each) => ({ ...each, varies }));
}

/**
 * What can stand for every argument: a text, a number and a moment at once, whose members are the same again. The text
 * ends in a letter that no language here knows how to read.
 */
function standIn(path: string, number: number): unknown {
  const text = `⟦${path}漢⟧`;
  return new Proxy(Object(text), {
    get(target: object, key) {
      if (key === Symbol.toPrimitive) return (hint: string) => (hint === "number" ? number : text);
      const own: unknown = Reflect.get(target, key, target);
      if (typeof own === "function") return own.bind(target);
      return own !== undefined || typeof key === "symbol" ? own : standIn(`${path}.${key}`, number);
    },
  });
}
