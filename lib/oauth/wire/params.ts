import { OAuthError } from "../errors";
import { splitWords } from "./words";

/** The largest form that is read, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

/** The longest query that gets through everywhere, proxies included, in characters. */
export const MAX_QUERY_LENGTH = 12_000;

/**
 * The most parameters of one request, counting each repetition. The longest requests that clients send have about
 * thirty.
 */
export const MAX_PARAMS = 200;

/** The most words of a space-delimited value (`scope`, `prompt`, `acr_values`). */
export const MAX_WORDS = 200;

/** How often a repeatable parameter (`resource`) may come. */
export const MAX_REPEATED = 20;

/**
 * The parameters of a protocol request, read once. An empty value counts as absent. Reading a parameter that came twice
 * throws. At most {@link MAX_PARAMS} parameters and {@link MAX_WORDS} words are looked at, however many were sent, so
 * that the cost of a request is bounded before any of it is interpreted.
 * @see RFC 6749 §3.1, §3.2
 */
export class Params {
  readonly #values: ReadonlyMap<string, string[]>;
  readonly #isCut: boolean;

  /** @param isCut whether more parameters were sent than `values` holds */
  constructor(values: ReadonlyMap<string, string[]>, isCut = false) {
    this.#values = values;
    this.#isCut = isCut;
  }

  /** The value, or null. Throws `invalid_request` for a repeated parameter. */
  get(name: string): string | null {
    const values = this.#values.get(name) ?? [];
    // RFC 6749 §3.1: Request and response parameters MUST NOT be included more than once.
    if (values.length > 1) {
      throw new OAuthError("invalid_request", `${printable(name)} must not be repeated`, {
        cause: "parameter_repeated",
        values: { receivedParameter: printable(name) },
      });
    }
    return values[0] ?? null;
  }

  /** The value. Throws `invalid_request` when it is absent or repeated. */
  require(name: string): string {
    const value = this.get(name);
    if (value === null) {
      throw new OAuthError("invalid_request", `${name} is missing`, {
        cause: "parameter_missing",
        values: { receivedParameter: name },
      });
    }
    return value;
  }

  /** Every value of a parameter, in order, repeats included. */
  all(name: string): string[] {
    return this.#values.get(name) ?? [];
  }

  /**
   * The distinct values of a repeatable parameter. Throws `invalid_request` when there are too many.
   * @see RFC 8707 §2 (`resource`)
   */
  list(name: string): string[] {
    const values = this.all(name);
    if (values.length > MAX_REPEATED) {
      throw new OAuthError("invalid_request", `${printable(name)} must not be sent more than ${MAX_REPEATED} times`, {
        cause: "list_too_long",
        values: { receivedParameter: printable(name) },
      });
    }
    return [...new Set(values)];
  }

  /**
   * The distinct words of a space-delimited value. For too many words it throws `invalid_scope` if the parameter is
   * `scope`, and `invalid_request` otherwise.
   */
  words(name: string): string[] {
    const words = splitWords(this.get(name) ?? "", MAX_WORDS);
    if (words !== null) return [...new Set(words)];
    const code = name === "scope" ? "invalid_scope" : "invalid_request";
    throw new OAuthError(code, `${printable(name)} must not contain more than ${MAX_WORDS} values`, {
      cause: "list_too_long",
      values: { receivedParameter: printable(name) },
    });
  }

  /** Whether more parameters were sent than are looked at. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Throws `invalid_request` when more parameters were sent than are looked at. */
  requireWhole(): this {
    if (!this.#isCut) return this;
    throw new OAuthError("invalid_request", `A request must not have more than ${MAX_PARAMS} parameters`, {
      cause: "list_too_long",
    });
  }

  /**
   * Throws `invalid_request` when any parameter except `resource` came twice, known or not, and when more were sent
   * than are looked at.
   */
  refuseRepeated(): void {
    this.requireWhole();
    for (const name of this.#values.keys()) if (name !== "resource") this.get(name);
  }

  /** The same parameters, with those in `values` replaced. An empty list removes a parameter. */
  replace(values: ReadonlyMap<string, string[]>): Params {
    return new Params(new Map([...this.#values, ...values]), this.#isCut);
  }

  /** The number of characters of all names and values. A query string of them is longer. */
  get length(): number {
    let length = 0;
    for (const [name, values] of this.#values) for (const value of values) length += name.length + value.length;
    return length;
  }

  /** The same parameters as a query string. */
  toQuery(): string {
    const query = new URLSearchParams();
    for (const [name, values] of this.#values) for (const value of values) query.append(name, value);
    return query.toString();
  }
}

/** How parameters are read. */
export interface ReadOptions {
  /**
   * Reads the first of too many parameters, and leaves it to `refuseRepeated` to refuse the rest later, when the client
   * that gets the error may be known.
   */
  mayBeCut?: boolean;
}

/**
 * Parses `application/x-www-form-urlencoded` text. Throws `invalid_request` for a broken escape, for bytes that are not
 * UTF-8, for NUL, and for more than {@link MAX_PARAMS} parameters.
 * @see RFC 6749 Appendix B
 */
export function parseParams(encoded: string, { mayBeCut = false }: ReadOptions = {}): Params {
  const values = new Map<string, string[]>();
  let start = 0;
  for (let count = 0; start <= encoded.length; ) {
    const next = encoded.indexOf("&", start);
    const end = next === -1 ? encoded.length : next;
    const pair = encoded.slice(start, end);
    start = end + 1;
    if (pair === "") continue;
    count += 1;
    if (count > MAX_PARAMS) {
      const params = new Params(values, true);
      return mayBeCut ? params : params.requireWhole();
    }
    const split = pair.indexOf("=");
    const name = decode(split === -1 ? pair : pair.slice(0, split));
    const value = split === -1 ? "" : decode(pair.slice(split + 1));
    // RFC 6749 §3.1: Parameters sent without a value MUST be treated as if they were omitted.
    if (value === "") continue;
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return new Params(values);
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The parameters of the query. Throws as {@link parseParams}. */
export function readQueryParams(request: Request, options?: ReadOptions): Params {
  const [, query = ""] = /\?([^#]*)/.exec(request.url) ?? [];
  return parseParams(query, options);
}

/** Whether the body says that it is a form. */
export function hasFormType(request: Request): boolean {
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";", 1);
  return type.trim().toLowerCase() === "application/x-www-form-urlencoded";
}

/**
 * The parameters of a form body. Throws `invalid_request`: 413 for a body over {@link MAX_BODY_BYTES},
 * 400 for another media type, for broken text and for too many parameters.
 * @see RFC 6749 §3.2
 */
export async function readFormParams(request: Request, options?: ReadOptions): Promise<Params> {
  const bytes = await readBody(request);
  if (!hasFormType(request)) {
    throw new OAuthError("invalid_request", "The body must be application/x-www-form-urlencoded", {
      cause: "body_type",
    });
  }
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (error) {
    throw new OAuthError("invalid_request", "The body must be encoded in UTF-8", {
      cause: "parameter_encoding",
      error,
    });
  }
  return parseParams(text, options);
}

/** How many bytes of a body that is too large are still read, so that its sender gets to read the answer. */
const DRAIN_BYTES = 1024 * 1024;

/** The bytes of the body. Throws `invalid_request` (413) when it has more than `limit`. */
export async function readBody(request: Request, limit = MAX_BODY_BYTES): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  // HTTP holds a sender to the declared length, so a short body needs no counting. (Reading a request as a stream costs
  // several times as much as reading it whole.)
  if (declared <= limit) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size <= limit) chunks.push(value);
    if (size > DRAIN_BYTES) {
      await reader.cancel();
      break;
    }
  }
  if (size > limit) {
    throw new OAuthError("invalid_request", `The body must not be larger than ${limit} bytes`, {
      cause: "body_too_large",
      status: 413,
    });
  }
  return Buffer.concat(chunks);
}

function decode(text: string): string {
  let decoded: string;
  try {
    decoded = /[%+]/.test(text) ? decodeURIComponent(text.replaceAll("+", " ")) : text;
  } catch (error) {
    throw new OAuthError("invalid_request", "A parameter is not percent-encoded UTF-8", {
      cause: "parameter_encoding",
      error,
    });
  }
  if (decoded.includes("\0"))
    throw new OAuthError("invalid_request", "A parameter contains a NUL character", { cause: "parameter_encoding" });
  // A server that decoded the address before us put this character in place of bytes that were not UTF-8.
  if (decoded.includes("\ufffd"))
    throw new OAuthError("invalid_request", "A parameter is not UTF-8", { cause: "parameter_encoding" });
  return decoded;
}

function printable(name: string): string {
  return name.slice(0, 40);
}
