/** Under this key an answer carries its whole body, for a server that can write text without a stream. */
const wholeBody = Symbol.for("portico.whole-body");

/**
 * A Response whose body is a text that is there already. It behaves as any other; only when somebody reads the body
 * through it, the stream is made that a Response costs most of its time for.
 */
class WholeResponse extends Response {
  readonly [wholeBody]: string;
  #standard: Response | null = null;

  constructor(body: string, init: ResponseInit) {
    super(null, init);
    this[wholeBody] = body;
  }

  get #withBody(): Response {
    this.#standard ??= new Response(this[wholeBody], { status: this.status, headers: this.headers });
    return this.#standard;
  }

  override get body() {
    return this.#withBody.body;
  }

  override get bodyUsed() {
    return this.#standard?.bodyUsed ?? false;
  }

  override text() {
    return this.#withBody.text();
  }

  override json() {
    return this.#withBody.json();
  }

  override arrayBuffer() {
    return this.#withBody.arrayBuffer();
  }

  override blob() {
    return this.#withBody.blob();
  }

  override clone() {
    return this.#withBody.clone();
  }
}

/** A JSON answer. What `Response.json` makes, at a fraction of its cost. */
export function jsonResponse(
  value: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  const headers = { "content-type": "application/json", ...init.headers };
  return new WholeResponse(JSON.stringify(value), { status: init.status ?? 200, headers });
}
