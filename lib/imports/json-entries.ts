import { JSONParser } from "@streamparser/json";
import { ImportFileError } from "./entry";
import { putBack } from "./put-back";

/** An entry, and the name of the list that it stands in; empty where the whole document is one list. */
export interface JsonEntry {
  at: number;
  list: string;
  value: unknown;
}

/** The most text without a complete entry, in characters: nobody's entry is as long, and memory must not run out. */
const MOST_PENDING = 64 * 1024 * 1024;

/** The most text of a line. */
const MOST_LINE = 1024 * 1024;

/**
 * The entries of lists in one JSON document, each when its end was read, whatever else the document holds.
 * @param lists members of the document that are lists of entries; null: the document itself is the list
 * @throws {ImportFileError} at the first place where it is not JSON
 */
async function* readJsonLists(text: AsyncIterable<string>, lists: readonly string[] | null): AsyncGenerator<JsonEntry> {
  const paths = lists?.map((list) => `$.${list}.*`) ?? ["$.*"];
  const parser = new JSONParser({ paths, keepStack: false });
  let found: JsonEntry[] = [];
  const counts = new Map<string, number>();
  parser.onValue = ({ value, key, stack }) => {
    if (typeof key !== "number") return;
    const list = String(stack.at(-1)?.key ?? "");
    const at = (counts.get(list) ?? 0) + 1;
    counts.set(list, at);
    found.push({ at, list, value });
  };
  const where = () => [...counts].map(([list, count]) => `${count}${list && ` ${list}`}`).join(", ") || "0";
  let pending = 0;
  let hasText = false;
  const read = (step: () => void) => {
    try {
      step();
    } catch (error) {
      throw new ImportFileError(`The file is not JSON from some place after ${where()} on.`, { cause: error });
    }
  };
  for await (const piece of text) {
    pending += piece.length;
    hasText ||= piece.trim() !== "";
    let problem: unknown = null;
    try {
      read(() => {
        if (!parser.isEnded || piece.trim() !== "") parser.write(piece);
      });
    } catch (error) {
      problem = error;
    }
    if (found.length > 0) pending = 0;
    yield* found;
    found = [];
    if (problem) throw problem;
    if (pending > MOST_PENDING) throw new ImportFileError(`The file has an entry that is too long after ${where()}.`);
  }
  if (!hasText || !parser.isEnded) throw new ImportFileError(`The file ends in the middle, after ${where()}.`);
}

/**
 * The lines of a text. A longer one than any entry is null.
 * @see RFC 4180 and NDJSON both allow CRLF
 */
async function* readLines(text: AsyncIterable<string>): AsyncGenerator<string | null> {
  let rest = "";
  let isTooLong = false;
  for await (const piece of text) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      yield isTooLong || line.length > MOST_LINE ? null : line;
      isTooLong = false;
    }
    if (rest.length > MOST_LINE) {
      rest = "";
      isTooLong = true;
    }
  }
  if (isTooLong) yield null;
  else if (rest !== "") yield rest;
}

/** A JSON document a line. A line that is none is there as undefined, and the others are read all the same. */
export async function* readJsonLines(text: AsyncIterable<string>): AsyncGenerator<JsonEntry> {
  let at = 0;
  for await (const line of readLines(text)) {
    at += 1;
    if (line?.trim() === "") continue;
    yield { at, list: "", value: line === null ? undefined : parse(line) };
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Entries of a text that is a list of them, a document with lists of them, or a line for each.
 * @param lists members of the document that are lists of entries
 * @throws {ImportFileError} where it cannot be read on
 */
export async function* readJson(text: AsyncIterable<string>, lists: readonly string[]): AsyncGenerator<JsonEntry> {
  const iterator = text[Symbol.asyncIterator]();
  let head = "";
  while (!/\S[^\n]*\n/.test(head) && head.length < MOST_LINE) {
    const { value, done } = await iterator.next();
    if (done) break;
    head += value;
  }
  const all = putBack(head, iterator);
  const [first = ""] = head.trimStart().split("\n");
  if (first.startsWith("[")) return yield* readJsonLists(all, null);
  const document = parse(first);
  const isEntry = typeof document === "object" && document !== null && !lists.some((list) => list in document);
  yield* isEntry ? readJsonLines(all) : readJsonLists(all, lists);
}
