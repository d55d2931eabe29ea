import { ANSWER_PARAMETERS } from "./redirect-uri";

/** Stands in the place of a value that is not kept. */
export const MASK = "…";

// A fragment can hold a query, and an address that was encoded once too often has encoded separators.
const SEPARATORS = /([?#&;]|%3f|%23|%26|%3b)/i;
const EQUALS = /=|%3d/i;

/**
 * An address that came with a request, fit to be kept: without the values of parameters of its query and fragment that no
 * registered address has, of those that an answer adds, and without a user name and password. Such an address can be a
 * whole answer, with its code or tokens, that somebody's app sent back by mistake.
 * @see RFC 6749 §4.1.2, §4.2.2
 */
export function maskUri(uri: string, registered: readonly string[]): string {
  const names = new Set(registered.flatMap((each) => listParameters(each)));
  const [base = "", ...rest] = uri.split(SEPARATORS);
  const kept = rest.map((part, index) => (index % 2 === 0 ? part : maskParameter(part, names)));
  return [maskUser(base), ...kept].join("");
}

/** The address without the parameters whose values were left out, fit to be registered. */
export function withoutMasked(uri: string): string {
  if (!uri.includes(MASK)) return uri;
  const [base = "", ...rest] = uri.replace(`${MASK}@`, "").split(SEPARATORS);
  let kept = base;
  let question = "?";
  for (let index = 0; index + 1 < rest.length; index += 2) {
    const [separator = "", part = ""] = rest.slice(index, index + 2);
    if (part.includes(MASK)) continue;
    // The first parameter that stays takes the question mark over from one that goes.
    const isQuery = separator === "?" || separator === "&";
    kept += (isQuery ? question : separator) + part;
    if (isQuery) question = "&";
  }
  return kept;
}

function listParameters(uri: string): string[] {
  const [, ...rest] = uri.split(SEPARATORS);
  return rest.filter((_, index) => index % 2 === 1).map(nameOf);
}

function nameOf(part: string): string {
  return part.split(EQUALS, 1)[0] ?? "";
}

function maskParameter(part: string, names: ReadonlySet<string>): string {
  const name = nameOf(part);
  if (part === "" || (names.has(name) && !ALWAYS_MASKED.has(name))) return part;
  const [equals] = EQUALS.exec(part) ?? [];
  return equals === undefined ? MASK : `${name}${equals}${MASK}`;
}

const ALWAYS_MASKED: ReadonlySet<string> = new Set([...ANSWER_PARAMETERS, "id_token_hint"]);

function maskUser(base: string): string {
  return base.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, `$1${MASK}@`);
}
