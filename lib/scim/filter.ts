import { ScimError, type ScimType } from "../http/scim-error";

/** How deep brackets may be nested, and how many comparisons one filter may hold. */
export const MAX_FILTER_DEPTH = 8;
export const MAX_FILTER_TERMS = 50;

/** Characters of a filter, and of a path. */
export const MAX_FILTER_LENGTH = 4_000;

/** An attribute as a request names it: `urn:…:User:name.familyName`. Names have no capital letters here. */
export interface AttributePath {
  /** in lower case; null: none was named */
  schema: string | null;
  attribute: string;
  sub: string | null;
}

/** @see RFC 7644 §3.4.2.2, table 3 */
const OPERATORS = ["eq", "ne", "co", "sw", "ew", "gt", "lt", "ge", "le"] as const;
type Operator = (typeof OPERATORS)[number];

export type FilterValue = string | number | boolean | null;

/** @see RFC 7644 §3.4.2.2 (ABNF) */
export type Filter =
  | { kind: "compare"; path: AttributePath; operator: Operator; value: FilterValue }
  | { kind: "present"; path: AttributePath }
  | { kind: "and" | "or"; of: Filter[] }
  | { kind: "not"; of: Filter }
  | { kind: "values"; path: AttributePath; filter: Filter };

/** What a PATCH is about: an attribute, some of its values, and a part of these. @see RFC 7644 §3.5.2 (PATH) */
export interface PatchPath extends AttributePath {
  filter: Filter | null;
}

type Token = { kind: "word" | "string"; text: string } | { kind: "(" | ")" | "[" | "]" };

const ATTRIBUTE = /^\$?[a-z][\w-]*$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const SCHEMA = /^urn:[a-z0-9][a-z0-9-]*:[\w.:-]+$/;

/** Reads a filter. @throws {ScimError} `invalidFilter`: it is not one, or holds more than anybody needs */
export function parseFilter(text: string): Filter {
  const reader = new Reader(text, "invalidFilter");
  const filter = reader.readOr(0);
  reader.requireEnd();
  return filter;
}

/** How many comparisons a filter makes with one value, at most. */
export function countComparisons(filter: Filter): number {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.of.reduce((sum, each) => sum + countComparisons(each), 0);
    case "not":
      return countComparisons(filter.of);
    case "values":
      return countComparisons(filter.filter);
    case "compare":
    case "present":
      return 1;
  }
}

/** Reads the path of a PATCH. @throws {ScimError} `invalidPath` */
export function parsePatchPath(text: string): PatchPath {
  const reader = new Reader(text, "invalidPath");
  const path = reader.readPath();
  const filter = reader.skip("[") ? reader.readOr(1) : null;
  if (filter === null) {
    reader.requireEnd();
    return { ...path, filter };
  }
  reader.require("]");
  // The sub-attribute stands right after the bracket: `emails[type eq "work"].value`.
  const rest = reader.takeWord();
  reader.requireEnd();
  if (path.sub !== null || (rest !== null && !/^\.[\w$-]+$/.test(rest))) throw reader.fail("the path ends oddly");
  return { ...path, sub: rest === null ? null : rest.slice(1).toLowerCase(), filter };
}

/** Reads the name of an attribute alone, as `attributes` and `sortBy` have it; null: it is not one. */
export function parseAttributePath(text: string): AttributePath | null {
  const lower = text.trim().toLowerCase();
  const colon = lower.startsWith("urn:") ? lower.lastIndexOf(":") : -1;
  const schema = colon === -1 ? null : lower.slice(0, colon);
  const [attribute = "", sub = null, ...more] = lower.slice(colon + 1).split(".");
  if (more.length > 0 || !ATTRIBUTE.test(attribute) || (sub !== null && !ATTRIBUTE.test(sub))) return null;
  return schema === null || SCHEMA.test(schema) ? { schema, attribute, sub } : null;
}

class Reader {
  readonly #tokens: Token[];
  #at = 0;
  #terms = 0;

  constructor(
    text: string,
    readonly problem: Extract<ScimType, "invalidFilter" | "invalidPath">,
  ) {
    // Before any of it is looked at.
    if (text.length > MAX_FILTER_LENGTH) throw this.fail(`it is longer than ${MAX_FILTER_LENGTH} characters`);
    this.#tokens = this.#split(text);
  }

  fail(reason: string): ScimError {
    const what = this.problem === "invalidFilter" ? "The filter" : "The path";
    return new ScimError(400, `${what} cannot be read: ${reason}.`, this.problem);
  }

  /** `or` binds loosest, then `and`, then `not`. @see RFC 7644 §3.4.2.2 (precedence) */
  readOr(depth: number): Filter {
    return this.#readChain("or", () => this.#readChain("and", () => this.#readTerm(depth)));
  }

  readPath(): AttributePath {
    const word = this.takeWord();
    const path = word === null ? null : parseAttributePath(word);
    if (!path) throw this.fail("an attribute is missing");
    return path;
  }

  takeWord(): string | null {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "word") return null;
    this.#at += 1;
    return token.text;
  }

  skip(kind: Token["kind"]): boolean {
    if (this.#tokens[this.#at]?.kind !== kind) return false;
    this.#at += 1;
    return true;
  }

  require(kind: Token["kind"]): void {
    if (!this.skip(kind)) throw this.fail(`${kind} is missing`);
  }

  requireEnd(): void {
    if (this.#at < this.#tokens.length) throw this.fail("something follows its end");
  }

  #readChain(word: "and" | "or", read: () => Filter): Filter {
    const of = [read()];
    while (this.#skipWord(word)) of.push(read());
    const [only] = of;
    return of.length === 1 && only ? only : { kind: word, of };
  }

  #readTerm(depth: number): Filter {
    if (depth > MAX_FILTER_DEPTH) throw this.fail(`it is nested deeper than ${MAX_FILTER_DEPTH} levels`);
    if (this.skip("(")) return this.#closed(this.readOr(depth + 1), ")");
    if (this.#skipWord("not")) {
      this.require("(");
      return { kind: "not", of: this.#closed(this.readOr(depth + 1), ")") };
    }
    this.#terms += 1;
    if (this.#terms > MAX_FILTER_TERMS) throw this.fail(`it holds more than ${MAX_FILTER_TERMS} comparisons`);
    const path = this.readPath();
    if (this.skip("[")) return { kind: "values", path, filter: this.#closed(this.readOr(depth + 1), "]") };
    const word = this.takeWord()?.toLowerCase();
    if (word === "pr") return { kind: "present", path };
    const operator = OPERATORS.find((each) => each === word);
    if (!operator) throw this.fail("an operator is missing");
    return { kind: "compare", path, operator, value: this.#readValue() };
  }

  #closed(filter: Filter, by: ")" | "]"): Filter {
    this.require(by);
    return filter;
  }

  /** @see RFC 7644 §3.4.2.2 (compValue: a JSON string, number, or one of three words) */
  #readValue(): FilterValue {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token?.kind === "string") return token.text;
    const word = token?.kind === "word" ? token.text : "";
    // Entra ID writes True and False.
    if (/^(true|false)$/i.test(word)) return word.toLowerCase() === "true";
    if (word === "null") return null;
    if (NUMBER.test(word)) return Number(word);
    throw this.fail("a value is missing; texts stand in quotation marks");
  }

  #skipWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "word" || token.text.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #split(text: string): Token[] {
    const tokens: Token[] = [];
    const next = /\s*(?:([()[\]])|("(?:[^"\\]|\\.)*")|([^\s()[\]"]+))/y;
    const end = text.trimEnd().length;
    while (next.lastIndex < end) {
      const found = next.exec(text);
      if (!found) throw this.fail("a quotation mark is missing");
      const [, bracket, quoted, word] = found;
      if (bracket !== undefined) tokens.push({ kind: bracket as "(" | ")" | "[" | "]" });
      else if (quoted !== undefined) tokens.push({ kind: "string", text: this.#unquote(quoted) });
      else if (word !== undefined) tokens.push({ kind: "word", text: word });
    }
    return tokens;
  }

  #unquote(quoted: string): string {
    try {
      return String(JSON.parse(quoted));
    } catch (error) {
      if (error instanceof SyntaxError) throw this.fail("a text in it is no JSON string");
      throw error;
    }
  }
}
