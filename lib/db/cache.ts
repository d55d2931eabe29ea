import type { Change, ChangeFeed } from "./changes";
import { openDatabase, peekDatabase } from "./client";

/** Milliseconds for which something is remembered at most, should a notification ever get lost. */
const lifetimeMs = 1_000;

const maxEntries = 10_000;

interface Entry<Value> {
  reading: Promise<Value | null>;
  /** undefined until it was read */
  value: Value | null | undefined;
  until: number;
}

/**
 * Remembers what was read, until it changes: every process hears of a change when it is committed, and forgets on its
 * own within a second. Nothing is remembered while changes cannot be heard, nor that something does not exist. Values
 * are shared between requests and must not be changed.
 *
 * @param kind of the changes after which entries are read anew: that of the key which the change names, or all
 * @param read finds the value of a key
 * @returns what is remembered is answered at once: hot paths ask for several things, and each promise costs them
 */
export function createCache<Value>(
  kind: Change["kind"],
  read: (key: string) => Promise<Value | null>,
): (key: string) => Value | null | Promise<Value | null> {
  const entries = new Map<string, Entry<Value>>();
  let feed: ChangeFeed | undefined;

  function forget(change: Change | null): void {
    if (change !== null && change.kind !== kind) return;
    if (change?.id) entries.delete(change.id);
    else entries.clear();
  }

  function remember(key: string): Promise<Value | null> {
    // Remembered before it was read: a change that comes meanwhile takes it away, so that the next one reads anew.
    const entry: Entry<Value> = { reading: read(key), value: undefined, until: performance.now() + lifetimeMs };
    entries.set(key, entry);
    const drop = () => {
      if (entries.get(key) === entry) entries.delete(key);
    };
    entry.reading.then((value) => {
      entry.value = value;
      if (value === null) drop();
    }, drop);
    const [oldest] = entries.keys();
    if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
    return entry.reading;
  }

  function find(key: string, changes: ChangeFeed): Value | null | Promise<Value | null> {
    if (changes !== feed) {
      feed = changes;
      entries.clear();
      changes.subscribe(forget);
    }
    if (!changes.isLive) return read(key);
    const known = entries.get(key);
    if (known && known.until > performance.now()) return known.value === undefined ? known.reading : known.value;
    entries.delete(key);
    return remember(key);
  }

  return (key) => {
    const open = peekDatabase();
    return open ? find(key, open.changes) : openDatabase().then(({ changes }) => find(key, changes));
  };
}
