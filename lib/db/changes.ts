/** The channel on which triggers of the schema tell what changed, when their transaction has been committed. */
export const changesChannel = "portico_changes";

/** Something that processes remember and that one of them changed. `id` empty: any of the kind. */
export interface Change {
  kind: "client" | "catalogue";
  id: string;
}

/** What all processes on this database hear of. */
export interface ChangeFeed {
  /** False while changes may go unheard: nothing may be remembered then. */
  readonly isLive: boolean;
  /** `listener` gets null when changes may have been missed. */
  subscribe: (listener: (change: Change | null) => void) => void;
}

/** A feed that a driver writes to. */
export class ChangeChannel implements ChangeFeed {
  isLive = false;
  readonly #listeners: ((change: Change | null) => void)[] = [];

  subscribe(listener: (change: Change | null) => void): void {
    this.#listeners.push(listener);
  }

  /** A notification has come: the kind, and after a space the id. */
  hear(payload: string): void {
    const [kind, ...id] = payload.split(" ");
    const isKnown = kind === "client" || kind === "catalogue";
    for (const listener of this.#listeners) listener(isKnown ? { kind, id: id.join(" ") } : null);
  }

  /** Notifications come from now on, or no longer; either way some may have been missed before. */
  setLive(isLive: boolean): void {
    this.isLive = isLive;
    for (const listener of this.#listeners) listener(null);
  }
}
