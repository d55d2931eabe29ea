import { randomBytes } from "node:crypto";
import type { Change as CacheChange, ChangeFeed } from "../../engine/cache";
import { log } from "../../log/log.mjs";

/** The channel on which the schema's triggers announce changes, once their transaction is committed. */
export const CHANGES_CHANNEL = "portico_changes";

/** What a process sends on the channel to find out whether it hears itself. Others ignore it. */
export const PROBE_KIND = "probe";

/** What triggers announce: changes to things that processes cache. */
export type Change = CacheChange<"client" | "catalogue" | "setting" | "upstream">;

/** What triggers announce that nobody caches: a job of a kind to be done at once; something to tell a client. */
export type Notice = "job" | "event";

/** The changes that all processes on this database hear about. */
export interface DatabaseChanges extends ChangeFeed<Change["kind"]> {
  /** Calls the listener with the id of each notice. */
  onNotice(kind: Notice, listener: (id: string) => void): void;

  /** Why changes are not heard; null when they are, or when the portal is ending. */
  readonly problem: string | null;
}

/** A feed that a driver writes to. */
export class ChangeChannel implements DatabaseChanges {
  isLive = false;
  problem: string | null = null;
  readonly #noticed: Record<Notice, ((id: string) => void)[]> = { job: [], event: [] };
  readonly #listeners: ((change: Change | null) => void)[] = [];
  readonly #probes = new Map<string, () => void>();

  subscribe(listener: (change: Change | null) => void): void {
    this.#listeners.push(listener);
  }

  onNotice(kind: Notice, listener: (id: string) => void): void {
    this.#noticed[kind].push(listener);
  }

  /**
   * A probe to send on the channel, and whether it is heard in time. When a connection begins to listen, its first probe
   * is sent on another one, as a pooler that loses notifications may deliver them on the same one.
   * @param patience milliseconds
   */
  expectProbe(patience: number): { payload: string; isHeard: Promise<boolean> } {
    const payload = `${PROBE_KIND} ${randomBytes(12).toString("base64url")}`;
    const isHeard = new Promise<boolean>((resolve) => {
      const end = (isHeard: boolean) => {
        clearTimeout(timer);
        this.#probes.delete(payload);
        resolve(isHeard);
      };
      const timer = setTimeout(end, patience, false).unref();
      this.#probes.set(payload, () => end(true));
    });
    return { payload, isHeard };
  }

  /** Takes a notification: the kind, a space, and the id. */
  hear(payload: string): void {
    const [kind, ...id] = payload.split(" ");
    if (kind === PROBE_KIND) {
      this.#probes.get(payload)?.();
      return;
    }
    if (kind === "job" || kind === "event") {
      for (const listener of this.#noticed[kind]) listener(id.join(" "));
      return;
    }
    const isKnown = kind === "client" || kind === "catalogue" || kind === "setting" || kind === "upstream";
    for (const listener of this.#listeners) listener(isKnown ? { kind, id: id.join(" ") } : null);
  }

  /**
   * Says that notifications arrive from now on, or no longer do. Either way, some may have been missed. Tells the
   * operator when this changes.
   * @param problem why they do not arrive
   */
  setLive(isLive: boolean, problem: string | null): void {
    if (problem !== null && this.problem === null) {
      log.error(
        `Changes in the database cannot be heard (${problem}): until they can, nothing is remembered between requests, which makes each slower. A pooler in front of PostgreSQL must work by sessions, not by transactions.`,
      );
    }
    if (isLive && this.problem !== null) log.info("Changes in the database are heard again.");
    this.isLive = isLive;
    this.problem = problem;
    for (const listener of this.#listeners) listener(null);
  }
}
