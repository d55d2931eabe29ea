/** The channel on which triggers of the schema tell what changed, when their transaction has been committed. */
export const changesChannel = "portico_changes";

/** What a process says on the channel to find out whether it hears itself; nobody else minds. */
export const probeKind = "probe";

/** Something that processes remember and that one of them changed. `id` empty: any of the kind. */
export interface Change {
  kind: "client" | "catalogue";
  id: string;
}

/** What all processes on this database hear of. */
export interface ChangeFeed {
  /** False while changes may go unheard: nothing may be remembered then. */
  readonly isLive: boolean;
  /** Why changes go unheard; null when they do not, or the portal ends. */
  readonly problem: string | null;
  /** `listener` gets null when changes may have been missed. */
  subscribe: (listener: (change: Change | null) => void) => void;
}

/** A feed that a driver writes to. */
export class ChangeChannel implements ChangeFeed {
  isLive = false;
  problem: string | null = null;
  readonly #listeners: ((change: Change | null) => void)[] = [];

  subscribe(listener: (change: Change | null) => void): void {
    this.#listeners.push(listener);
  }

  /** A notification has come: the kind, and after a space the id. */
  hear(payload: string): void {
    const [kind, ...id] = payload.split(" ");
    if (kind === probeKind) return;
    const isKnown = kind === "client" || kind === "catalogue";
    for (const listener of this.#listeners) listener(isKnown ? { kind, id: id.join(" ") } : null);
  }

  /**
   * Notifications come from now on, or no longer; either way some may have been missed before. The operator is told when
   * that changes.
   * @param problem why they do not
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
