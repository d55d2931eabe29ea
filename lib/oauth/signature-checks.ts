import { BoundedMap } from "../bounded-map";
import { tooManyRequests } from "./errors";

/** The most checks that may fail for one client and sender within {@link FAILED_CHECKS_WINDOW} seconds. */
export const MAX_FAILED_CHECKS = 1_000;
export const FAILED_CHECKS_WINDOW = 10;

/** The most checks that may run at once for one sender. Each may wait for the keys of its client. */
export const MAX_CHECKS_UNDER_WAY = 5_000;

/** The most windows that are remembered. */
const MAX_WINDOWS = 10_000;

interface Window {
  count: number;
  /** when it ends, in milliseconds */
  until: number;
}

export interface SignatureChecksOptions {
  now: () => Date;
  /** Names the sender that a request counts against; null: it has no limit. */
  senderOf: (request: Request) => string | null;
  /** Called for each request that is refused because too many checks failed. */
  refused: (request: Request) => void;
}

/**
 * Limits the checks of signatures of request objects, hints and assertions. They are the most expensive work that a
 * request can cause, and anybody can send a wrong signature. A failed check counts against its sender together with the
 * client that the signature claims to be from. So a server that signs correctly has no limit. Others who share its
 * address (everybody, behind a proxy that is not trusted) can keep it out only by sending wrong signatures in its name
 * all the time, because the window is short. Checks under way have a limit of their own, because nobody knows yet
 * whether they will fail. Each process counts for itself: the counts protect its own processor, and asking the database
 * would cost more than a check.
 * @see OWASP ASVS 5 §15.2.2
 */
export class SignatureChecks {
  readonly #windows = new BoundedMap<string, Window>(MAX_WINDOWS);
  /** sender -> its checks under way; never more entries than checks */
  readonly #underWay = new Map<string, number>();
  readonly #options: SignatureChecksOptions;

  constructor(options: SignatureChecksOptions) {
    this.#options = options;
  }

  /**
   * Runs a check for the sender of a request. The check failed if it throws or answers null.
   * @param clientId the client that the signature claims to be from or for, which must exist; null: no client. Checks
   *   without a client share one window, so that made-up names cannot get around the limit
   * @throws {OAuthError} temporarily_unavailable (429), before the check, when too many failed or are under way
   */
  async run<Result>(request: Request, clientId: string | null, check: () => Promise<Result>): Promise<Result> {
    const sender = this.#options.senderOf(request);
    if (sender === null) return await check();
    const name = JSON.stringify([sender, clientId]);
    const window = this.#findWindow(name);
    if (window && window.count >= MAX_FAILED_CHECKS) {
      this.#options.refused(request);
      throw tooManyRequests(Math.max(1, Math.ceil((window.until - this.#options.now().getTime()) / 1000)));
    }
    const underWay = this.#underWay.get(sender) ?? 0;
    if (underWay >= MAX_CHECKS_UNDER_WAY) throw tooManyRequests(1);
    this.#underWay.set(sender, underWay + 1);
    let isRight = false;
    try {
      const result = await check();
      isRight = result !== null;
      return result;
    } finally {
      this.#end(sender);
      if (!isRight) this.#countFailure(name);
    }
  }

  #end(sender: string): void {
    const rest = (this.#underWay.get(sender) ?? 1) - 1;
    if (rest === 0) this.#underWay.delete(sender);
    else this.#underWay.set(sender, rest);
  }

  #countFailure(name: string): void {
    const window = this.#findWindow(name);
    if (window) window.count += 1;
    else this.#windows.set(name, { count: 1, until: this.#options.now().getTime() + FAILED_CHECKS_WINDOW * 1000 });
  }

  #findWindow(name: string): Window | null {
    const now = this.#options.now().getTime();
    const known = this.#windows.get(name);
    // A window that ends further away than its length was started by a clock that ran ahead.
    return known && known.until > now && known.until <= now + FAILED_CHECKS_WINDOW * 1000 ? known : null;
  }
}
