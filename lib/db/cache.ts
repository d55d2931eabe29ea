import { BoundedMap } from "../bounded-map";
import type { Change, ChangeFeed } from "./changes";
import { openDatabase, peekDatabase } from "./client";

/** Milliseconds for which something is remembered at most, should a notification ever get lost. */
const lifetimeMs = 1_000;

const maxEntries = 10_000;

interface Entry<Value> {
  value: Value;
  until: number;
}

/**
 * Remembers what was read, until it changes: every process hears of a change when it is committed, and forgets on its
 * own within a second. Nothing is remembered while changes cannot be heard, nor that something does not exist, so that
 * names which strangers make up take no room and push nothing out. Values are shared between requests and must not be
 * changed.
 *
 * @param kind of the changes after which entries are read anew: that of the key which the change names, or all
 * @param read finds the value of a key
 * @returns what is remembered is answered at once: hot paths ask for several things, and each promise costs them
 */
export function createCache<Value>(
  kind: Change["kind"],
  read: (key: string) => Promise<Value | null>,
): (key: string) => Value | null | Promise<Value | null> {
  const entries = new BoundedMap<string, Entry<Value>>(maxEntries);
  /** what is being read now: as many as there are requests under way at most */
  const readings = new Map<string, Promise<Value | null>>();
  let feed: ChangeFeed | undefined;

  function forget(change: Change | null): void {
    if (change !== null && change.kind !== kind) return;
    // Whoever reads goes on, but what was read before the change is not remembered after it.
    for (const held of [entries, readings]) {
      if (change?.id) held.delete(change.id);
      else held.clear();
    }
  }

  function readOnce(key: string): Promise<Value | null> {
    const underWay = readings.get(key);
    if (underWay) return underWay;
    const until = performance.now() + lifetimeMs;
    const reading = read(key);
    readings.set(key, reading);
    const finish = (value: Value | null) => {
      if (readings.get(key) !== reading) return;
      readings.delete(key);
      if (value !== null) entries.set(key, { value, until });
    };
    reading.then(finish, () => finish(null));
    return reading;
  }

  function find(key: string, changes: ChangeFeed): Value | null | Promise<Value | null> {
    if (changes !== feed) {
      feed = changes;
      forget(null);
      changes.subscribe(forget);
    }
    if (!changes.isLive) return read(key);
    const known = entries.get(key);
    return known && known.until > performance.now() ? known.value : readOnce(key);
  }

  return (key) => {
    const open = peekDatabase();
    return open ? find(key, open.changes) : openDatabase().then(({ changes }) => find(key, changes));
  };
}
