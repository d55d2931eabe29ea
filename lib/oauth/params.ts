import { OAuthError } from "./errors";

/** The most that a form may weigh, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

/**
 * The parameters of a protocol request, read once. An empty value counts as absent; a name that came twice is refused
 * when it is asked for.
 * @see RFC 6749 §3.1, §3.2
 */
export class Params {
  readonly #values: ReadonlyMap<string, string[]>;

  constructor(values: ReadonlyMap<string, string[]>) {
    this.#values = values;
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

  /** Every value of a parameter that may be repeated. @see RFC 8707 §2 (`resource`) */
  all(name: string): string[] {
    return this.#values.get(name) ?? [];
  }

  /** The words of a space-delimited value, each once. */
  words(name: string): string[] {
    return [...new Set((this.get(name) ?? "").split(" ").filter((word) => word !== ""))];
  }

  /** Throws `invalid_request` when any parameter came twice, known or not, but for `resource`. */
  refuseRepeated(): void {
    for (const name of this.#values.keys()) if (name !== "resource") this.get(name);
  }

  /** The same parameters, but for those that `values` has: these count instead. An empty list takes a parameter out. */
  replace(values: ReadonlyMap<string, string[]>): Params {
    return new Params(new Map([...this.#values, ...values]));
  }

  /** The same parameters as a query string. */
  toQuery(): string {
    const query = new URLSearchParams();
    for (const [name, values] of this.#values) for (const value of values) query.append(name, value);
    return query.toString();
  }
}

/**
 * Parses `application/x-www-form-urlencoded` text. Throws `invalid_request` for a broken escape, for octets that are
 * not UTF-8 and for NUL, which no parameter may hold.
 * @see RFC 6749 Appendix B
 */
export function parseParams(encoded: string): Params {
  const values = new Map<string, string[]>();
  for (const pair of encoded.split("&")) {
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

/** The parameters of the query. */
export function readQueryParams(request: Request): Params {
  const [, query = ""] = /\?([^#]*)/.exec(request.url) ?? [];
  return parseParams(query);
}

/**
 * The parameters of a form body. Throws `invalid_request`: 413 for a body over {@link MAX_BODY_BYTES},
 * 400 for another media type or broken text.
 * @see RFC 6749 §3.2
 */
export async function readFormParams(request: Request): Promise<Params> {
  const bytes = await readBody(request);
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/x-www-form-urlencoded") {
    throw new OAuthError("invalid_request", "The body must be application/x-www-form-urlencoded", {
      cause: "body_type",
    });
  }
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (error) {
    throw new OAuthError("invalid_request", "The body is not UTF-8", { cause: "parameter_encoding", error });
  }
  return parseParams(text);
}

/** Bytes of a body that is too large which are still read, so that its sender gets to read the answer. */
const DRAIN_BYTES = 1024 * 1024;

/** The bytes of the body. Throws `invalid_request` (413) when it is larger than {@link MAX_BODY_BYTES}. */
export async function readBody(request: Request): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  // HTTP holds a sender to the length that it declares, so that a short body needs no counting. (A stream of a request
  // costs several times what reading it whole does.)
  if (declared <= MAX_BODY_BYTES) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size <= MAX_BODY_BYTES) chunks.push(value);
    if (size > DRAIN_BYTES) {
      await reader.cancel();
      break;
    }
  }
  if (size > MAX_BODY_BYTES) {
    throw new OAuthError("invalid_request", `The body must not be over ${MAX_BODY_BYTES} bytes`, {
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
    throw new OAuthError("invalid_request", "A parameter holds a NUL character", { cause: "parameter_encoding" });
  // A server that decoded the address before us has put this sign in place of what was not UTF-8.
  if (decoded.includes("\ufffd"))
    throw new OAuthError("invalid_request", "A parameter is not UTF-8", { cause: "parameter_encoding" });
  return decoded;
}

function printable(name: string): string {
  return name.slice(0, 40);
}
