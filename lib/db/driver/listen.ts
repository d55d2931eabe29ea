import { CHANGES_CHANNEL, type ChangeChannel } from "./changes";

/** A connection that receives notifications: the part of a `pg.Client` that is used. */
export interface ListeningClient {
  on: {
    (event: "error" | "end", listener: () => void): unknown;
    (event: "notification", listener: (message: { payload?: string | undefined }) => void): unknown;
  };
  connect: () => Promise<unknown>;
  query: (text: string) => Promise<unknown>;
  end: () => Promise<unknown>;
}

export interface ListenOptions {
  connect: () => ListeningClient;
  /** Sends a notification, on another connection. */
  notify: (payload: string) => Promise<unknown>;
  changes: ChangeChannel;
  /** ends the listening */
  signal: AbortSignal;
  /** Milliseconds until a broken connection is replaced, and within which a probe must be heard. */
  pauses?: { again: number; probe: number };
}

/**
 * Listens on a connection of its own until `signal` aborts. Changes count as heard only once a notification from
 * another connection has arrived: a pooler that gives each transaction another connection accepts LISTEN but loses the
 * notifications.
 */
export async function listenForChanges(options: ListenOptions): Promise<void> {
  const { connect, notify, changes, signal, pauses = { again: 1_000, probe: 2_000 } } = options;
  const client = connect();
  let isOver = false;
  const giveUp = (reason: string | null) => {
    if (isOver) return;
    isOver = true;
    // Otherwise the listeners of every broken connection would stay for as long as the process lives.
    signal.removeEventListener("abort", stop);
    changes.setLive(false, reason);
    client.end().catch(() => undefined);
    if (!signal.aborted) setTimeout(() => void listenForChanges(options), pauses.again).unref();
  };
  const stop = () => giveUp(null);
  client.on("error", () => giveUp("the connection broke"));
  client.on("end", () => giveUp("the connection ended"));
  client.on("notification", ({ payload = "" }) => changes.hear(payload));
  signal.addEventListener("abort", stop);
  try {
    await client.connect();
    await client.query(`LISTEN ${CHANGES_CHANNEL}`);
    const probe = changes.expectProbe(pauses.probe);
    await notify(probe.payload);
    const isHeard = await probe.isHeard;
    if (isOver) return;
    if (isHeard) changes.setLive(true, null);
    else giveUp("notifications do not arrive");
  } catch (error) {
    giveUp(error instanceof Error ? error.message : String(error));
  }
}
