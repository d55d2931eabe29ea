import { getClientAddress } from "@/lib/http/client-address";
import type { EndpointGuard } from "@/lib/http/oauth-endpoint";
import { readClaimedClient } from "@/lib/oauth/client-assertion";
import type { OAuthError } from "@/lib/oauth/errors";
import { countTry, limitAddress, type RateLimit, rateLimitRules } from "./rate-limit";

/** Registration by programs: so many new clients an address. @see RFC 7591 §5 */
export const registrationGuard: EndpointGuard = {
  admit: (request) =>
    request.method === "POST"
      ? countTry(limitAddress(rateLimitRules.registrationByAddress, getClientAddress(request)))
      : null,
  refused: async () => undefined,
};

/** Blocks that are remembered; the oldest goes first. */
const maxBlocks = 10_000;

/**
 * Client authentication that fails: so many tries a client and address. Only failures are counted, after their answer
 * is known, in the database for all instances. What is over its limit is remembered in the process, so that a request
 * with the right secret costs nothing. Others than this address still get in as the same client.
 * @see RFC 6749 §2.3.1
 */
export class FailedAuthenticationGuard implements EndpointGuard {
  /** limit -> end of its window, in milliseconds */
  readonly #blocks = new Map<string, number>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  admit(request: Request): Promise<number | null> | null {
    return this.#blocks.size === 0 ? null : this.#findWait(request);
  }

  async refused(error: OAuthError, request: Request): Promise<void> {
    if (error.code !== "invalid_client" || error.detail.isChallenge) return;
    const { clientId = error.detail.received?.receivedClientId ?? "" } = error.detail;
    const now = this.#now();
    for (const limit of limitsOf(getClientAddress(request), clientId)) {
      const wait = await countTry([limit], now);
      if (wait !== null) this.#block(limit, now.getTime() + wait * 1000);
    }
  }

  #block(limit: RateLimit, until: number): void {
    this.#blocks.set(nameOf(limit), until);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > maxBlocks && oldest !== undefined) this.#blocks.delete(oldest);
  }

  async #findWait(request: Request): Promise<number | null> {
    const now = this.#now().getTime();
    const address = getClientAddress(request);
    let wait: number | null = null;
    for (const limit of limitsOf(address, await readClientId(request))) {
      const until = this.#blocks.get(nameOf(limit));
      if (until === undefined) continue;
      if (until <= now) this.#blocks.delete(nameOf(limit));
      else wait = Math.max(wait ?? 1, Math.ceil((until - now) / 1000));
    }
    return wait;
  }
}

function limitsOf(address: string | null, clientId: string): RateLimit[] {
  if (address === null) return [];
  return [
    { rule: rateLimitRules.failedClientByAddress, subject: `${address} ${clientId}` },
    { rule: rateLimitRules.failedClientsByAddress, subject: address },
  ];
}

function nameOf({ rule, subject }: RateLimit): string {
  return `${rule.name} ${subject}`;
}

/** Who the request says that it is from; read from a copy, since the endpoint reads the body itself. */
async function readClientId(request: Request): Promise<string> {
  const [, encoded] = /^Basic +(\S+)/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (encoded !== undefined) {
    const [clientId = ""] = Buffer.from(encoded, "base64").toString().split(":");
    return new URLSearchParams(`id=${clientId}`).get("id") ?? "";
  }
  const form = new URLSearchParams(await request.clone().text());
  const assertion = form.get("client_assertion");
  return form.get("client_id") ?? (assertion === null ? "" : (readClaimedClient(assertion) ?? ""));
}
