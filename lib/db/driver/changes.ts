import type { Change as CacheChange, ChangeFeed } from "../../engine/cache";

/** The channel on which the schema's triggers announce changes, once their transaction is committed. */
export const CHANGES_CHANNEL = "portico_changes";

/** What a process sends on the channel to find out whether it hears itself. Others ignore it. */
export const PROBE_KIND = "probe";

/** What triggers announce: changes to things that processes cache. */
export type Change = CacheChange<"client" | "catalogue" | "setting">;

/** The changes that all processes on this database hear about. */
export interface DatabaseChanges extends ChangeFeed<Change["kind"]> {
  /** Why changes are not heard; null when they are, or when the portal is ending. */
  readonly problem: string | null;
}

/** A feed that a driver writes to. */
export class ChangeChannel implements DatabaseChanges {
  isLive = false;
  problem: string | null = null;
  readonly #listeners: ((change: Change | null) => void)[] = [];

  subscribe(listener: (change: Change | null) => void): void {
    this.#listeners.push(listener);
  }

  /** Takes a notification: the kind, a space, and the id. */
  hear(payload: string): void {
    const [kind, ...id] = payload.split(" ");
    if (kind === PROBE_KIND) return;
    const isKnown = kind === "client" || kind === "catalogue" || kind === "setting";
    for (const listener of this.#listeners) listener(isKnown ? { kind, id: id.join(" ") } : null);
  }

  /**
   * Says that notifications arrive from now on, or no longer do. Either way, some may have been missed. Tells the
   * operator when this changes.
   * @param problem why they do not arrive
   */
  setLive(isLive: boolean, problem: string | null): void {
    if (problem !== null && this.problem === null) {
      console.error(
        `Changes in the database cannot be heard (${problem}): until they can, nothing is remembered between requests, which makes each slower. A pooler in front of PostgreSQL must work by sessions, not by transactions.`,
      );
    }
    if (isLive && this.problem !== null) console.log("Changes in the database are heard again.");
    this.isLive = isLive;
    this.problem = problem;
    for (const listener of this.#listeners) listener(null);
  }
}
