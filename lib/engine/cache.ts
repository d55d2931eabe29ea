import { BoundedMap } from "../bounded-map";

/** Something that any process changed. An empty `id` means all of the kind. */
export interface Change<Kind extends string = string> {
  kind: Kind;
  id: string;
}

/** The changes that this process hears about. */
export interface ChangeFeed<Kind extends string = string> {
  /** False while changes may go unheard; then nothing may be cached. */
  readonly isLive: boolean;
  /** Calls `listener` for each change, and with null when changes may have been missed. */
  subscribe: (listener: (change: Change<Kind> | null) => void) => void;
}

/** The longest time that something is cached, in milliseconds, in case a notification gets lost. */
const LIFETIME_MS = 1_000;

const MAX_ENTRIES = 10_000;

interface Entry<Value> {
  value: Value;
  until: number;
}

/**
 * Caches what was read until it changes. Every process hears about a change when it is committed, and entries expire
 * within a second anyway. Nothing is cached while changes cannot be heard. That something does not exist is never
 * cached, so made-up names take no room and push nothing out. Values are shared between requests and must not be
 * changed.
 *
 * @param kind the kind of changes that make entries stale: the entry whose key the change names, or all
 * @param read finds the value of a key
 * @param findFeed finds the current feed; a different one than before means that changes may have been missed
 * @param onLookUp told of each look-up whether it was answered from memory
 * @returns a cached value is answered without a promise: hot paths ask for several things, and each promise costs them
 */
export function createCache<Kind extends string, Value>(
  kind: Kind,
  read: (key: string) => Promise<Value | null>,
  findFeed: () => ChangeFeed<Kind> | Promise<ChangeFeed<Kind>>,
  onLookUp: (isHit: boolean) => void = () => {},
): (key: string) => Value | null | Promise<Value | null> {
  const entries = new BoundedMap<string, Entry<Value>>(MAX_ENTRIES);
  /** reads under way; never more than requests under way */
  const readings = new Map<string, Promise<Value | null>>();
  let known: ChangeFeed<Kind> | undefined;

  function forget(change: Change<Kind> | null): void {
    if (change !== null && change.kind !== kind) return;
    // Reads under way continue, but a value that was read before the change is not cached after it.
    for (const held of [entries, readings]) {
      if (change?.id) held.delete(change.id);
      else held.clear();
    }
  }

  function readOnce(key: string): Promise<Value | null> {
    const underWay = readings.get(key);
    if (underWay) return underWay;
    const until = performance.now() + LIFETIME_MS;
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

  function find(key: string, feed: ChangeFeed<Kind>): Value | null | Promise<Value | null> {
    if (feed !== known) {
      known = feed;
      forget(null);
      feed.subscribe(forget);
    }
    const entry = feed.isLive ? entries.get(key) : undefined;
    const isHit = entry !== undefined && entry.until > performance.now();
    onLookUp(isHit);
    if (isHit) return entry.value;
    return feed.isLive ? readOnce(key) : read(key);
  }

  return (key) => {
    const feed = findFeed();
    return feed instanceof Promise ? feed.then((found) => find(key, found)) : find(key, feed);
  };
}
