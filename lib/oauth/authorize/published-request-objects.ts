import { createHash } from "node:crypto";
import { BoundedMap } from "../../bounded-map";
import type { GuardedFetch } from "../context";

/** Request objects that are remembered, at most. */
export const MAX_REMEMBERED = 256;

/**
 * Reads request objects at the addresses of clients. One whose address ends with the hash of what was read there can
 * never change under that address, and is not read again.
 * @see OIDC Core §6.2
 */
export class PublishedRequestObjects {
  readonly #fetch: GuardedFetch;
  readonly #remembered = new BoundedMap<string, string>(MAX_REMEMBERED);

  constructor({ fetch }: { fetch: GuardedFetch }) {
    this.#fetch = fetch;
  }

  /**
   * The text at `uri`, which is fetched without its fragment. Rejects with an Error that says why it cannot be had.
   * @param beforeFetch runs, and may throw, only when something is really fetched
   */
  async read(uri: string, beforeFetch: () => Promise<void>): Promise<string> {
    const known = this.#remembered.get(uri);
    if (known !== undefined) return known;
    await beforeFetch();
    const [address = "", fragment] = uri.split("#", 2);
    const { status, body } = await this.#fetch(address);
    if (status !== 200) throw new Error(`it answers ${status}`);
    // A fragment that is no hash, or the hash of something else, is no reason to refuse, and none to remember.
    const isHash = fragment !== undefined && fragment === createHash("sha256").update(body).digest("base64url");
    if (isHash) this.#remembered.set(uri, body);
    return body;
  }
}
