import type { EventKind, VERIFICATION } from "./kinds";

/** Something that one client is told. */
export interface SecurityEvent {
  /** the `jti` of its token */
  eventId: string;
  /** whom it is about; null: nobody */
  userId: string | null;
  kind: EventKind | typeof VERIFICATION;
  /** what is told besides, under its wire names */
  data: Record<string, unknown>;
  createdAt: Date;
}

/** An event on its way to the address of a client. */
export interface TakenEvent extends SecurityEvent {
  clientId: string;
  endpointUrl: string;
  /** the Authorization header that the client wants; null: none; "unreadable": it was encrypted under a secret that is gone */
  authorization: { header: string } | "unreadable" | null;
}

/** What became of an event that a client was given. `error`: it cannot take it, and why. */
export interface EventAnswer {
  eventId: string;
  error: string | null;
}

/** Events that clients are told of, in the order in which they happened. */
export interface EventStore {
  /**
   * Those that wait for a client that polls, the oldest first, and whether there are more. Null: the client does not
   * poll.
   */
  listWaiting(clientId: string, limit: number): Promise<{ events: SecurityEvent[]; isMore: boolean } | null>;
  /** Notes what became of events of this client. Those of other clients, and those that were answered, stay. */
  settle(clientId: string, answers: readonly EventAnswer[], now: Date): Promise<void>;
  /** Resolves when something new may wait for the client, after `milliseconds`, or when nobody wants to know any more. */
  waitForNews(clientId: string, milliseconds: number, signal: AbortSignal): Promise<void>;
  /**
   * Takes the oldest event that waits for the same client about the same person as this one, so that each person's
   * events arrive in their order. The verification comes first, and nothing else before the address has taken it. Null:
   * none is left that may be sent. `notBefore`: another process has it, or it is not its time yet.
   */
  takeNext(eventId: string, now: Date): Promise<TakenEvent | { notBefore: Date } | null>;
  /** The address took the event. If it was the verification, the stream begins, with what waits. */
  noteDelivered(event: TakenEvent, now: Date): Promise<void>;
  /** The address says that it cannot take the event, now or later. */
  noteRefused(eventId: string, error: string, now: Date): Promise<void>;
  /** The address did not take the event, which is tried again at `retryAt`. */
  noteFailure(eventId: string, error: string, retryAt: Date): Promise<void>;
  /** The address has not taken the event for too long: it and all that wait behind it are given up. */
  giveUp(eventId: string, error: string, now: Date): Promise<void>;
}
