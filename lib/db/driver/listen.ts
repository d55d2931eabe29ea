import { CHANGES_CHANNEL, type ChangeChannel } from "./changes";

/** The part of a `pg.Client` by which notifications arrive. */
export interface ListeningClient {
  on: (event: "notification", listener: (message: { payload?: string | undefined }) => void) => unknown;
}

export interface ListenOptions {
  /** a connection that is open */
  client: ListeningClient;
  /** Runs a statement on it, outside anybody's transaction. */
  query: (text: string) => Promise<unknown>;
  /** Sends a notification, on another connection. */
  notify: (payload: string) => Promise<unknown>;
  changes: ChangeChannel;
  /** Milliseconds until it is tried again, and within which a probe must be heard. */
  pauses?: { again: number; probe: number };
}

/** Notifications of one connection. */
export interface Listening {
  /** resolves after the first probe, heard or not */
  begun: Promise<void>;
  /** The connection is lost. @param problem why, for the log; null: the portal ends */
  stop: (problem: string | null) => void;
}

/**
 * Listens on a connection until `stop` is called. Changes count as heard only once a notification from another connection
 * has arrived: a pooler that gives each transaction another connection accepts LISTEN but loses the notifications.
 */
export function listenForChanges(options: ListenOptions): Listening {
  const { client, query, notify, changes, pauses = { again: 1_000, probe: 2_000 } } = options;
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const tryAgain = (problem: string) => {
    changes.setLive(false, problem);
    timer = setTimeout(() => void begin(), pauses.again).unref();
  };

  async function begin(): Promise<void> {
    try {
      await query(`LISTEN ${CHANGES_CHANNEL}`);
      const probe = changes.expectProbe(pauses.probe);
      await notify(probe.payload);
      const isHeard = await probe.isHeard;
      if (isOver) return;
      if (isHeard) changes.setLive(true, null);
      else tryAgain("notifications do not arrive");
    } catch (error) {
      if (!isOver) tryAgain(error instanceof Error ? error.message : String(error));
    }
  }

  client.on("notification", ({ payload = "" }) => changes.hear(payload));
  return {
    begun: begin(),
    stop: (problem) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      changes.setLive(false, problem);
    },
  };
}
