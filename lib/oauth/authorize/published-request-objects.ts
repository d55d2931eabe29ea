import { createHash } from "node:crypto";
import { BoundedMap } from "../../bounded-map";
import type { RequestObjectReader } from "../context";
import type { GuardedFetch } from "../wire/guarded-fetch";

/** Request objects that are remembered, at most. */
export const MAX_REMEMBERED = 256;

/**
 * Reads request objects from clients' addresses. If the address ends with the hash of the content, the content can
 * never change, so it is not read again.
 * @see OIDC Core §6.2
 */
export class PublishedRequestObjects implements RequestObjectReader {
  readonly #fetch: GuardedFetch;
  readonly #remembered = new BoundedMap<string, string>(MAX_REMEMBERED);

  constructor({ fetch }: { fetch: GuardedFetch }) {
    this.#fetch = fetch;
  }

  /**
   * The text at `uri`, fetched without the fragment. Rejects with an Error that says why it could not be read.
   * @param beforeFetch runs, and may throw, only when something is really fetched
   */
  async read(uri: string, beforeFetch: () => Promise<void>): Promise<string> {
    const known = this.#remembered.get(uri);
    if (known !== undefined) return known;
    await beforeFetch();
    const [address = "", fragment] = uri.split("#", 2);
    const { status, body } = await this.#fetch(address);
    if (status !== 200) throw new Error(`it answered ${status}`);
    // If the fragment is not the hash of the content, the content is still accepted, but not remembered.
    const isHash = fragment !== undefined && fragment === createHash("sha256").update(body).digest("base64url");
    if (isHash) this.#remembered.set(uri, body);
    return body;
  }
}
