import { deflateSync } from "node:zlib";
import { BoundedMap } from "../../bounded-map";
import type { OAuthContext, PublishedList, StatusListSource } from "../context";
import type { SigningAlg, StatusPlace } from "../model";
import { hashSecret, newUuid } from "../secrets";

/** Where status lists are, below the issuer. */
export const STATUS_LISTS_PATH = "/oauth/status-lists";

/** Places in one list, a bit each: 16 KiB before compression. */
export const LIST_SIZE = 2 ** 17;

/** How many of them are given out. Half of them stay free, so a random place is free at the second try on average. */
const MOST_PLACES = LIST_SIZE / 2;

/** How long a list takes new tokens, in milliseconds. It retires with the last of them. */
const OPEN_MS = 60 * 60 * 1000;

/** After how many seconds an API asks for a list again: its `ttl`. */
export const STATUS_LIST_TTL = 5;

/**
 * For how many seconds an API may use a list: its `exp`, counted from the moment when the portal looked which tokens
 * are revoked. So an API that checks lists refuses a token at the latest this long after it was revoked.
 */
export const STATUS_LIST_LIFETIME = 15;

/** How long this process answers with a list, or with the ids of all, without looking again, in milliseconds. */
const LOOK_MS = 1000;

/**
 * How long this process goes on signing a list that it cannot look up, in milliseconds. While the database is away from
 * everybody, nobody can revoke anything, and a fail-over takes less than this. But the database may be away from this
 * process alone, where others go on revoking: an API hears of that at most this much later.
 */
export const STATUS_LIST_AWAY_MS = 60_000;

/** The most lists that a process remembers: those of 60 million live tokens. */
const MOST_LISTS = 1000;

/** A list that still takes tokens. */
interface OpenList {
  listId: string;
  taken: Uint8Array;
  count: number;
  openUntil: number;
  expiresAt: Date;
}

/** What the store says of a list. */
interface Found {
  revoked: readonly number[];
  alg: SigningAlg;
  /** when it said so, in milliseconds */
  heardAt: number;
}

interface Published extends PublishedList, Found {
  lst: string;
  /** when the portal looked which tokens are revoked, in milliseconds: later than `heardAt` while the store is away */
  lookedAt: number;
  /** the same for the look that the JWT tells of */
  signedAt: number;
}

type Parts = Pick<OAuthContext, "issuer" | "store" | "keys" | "now" | "random"> & {
  /** whether an error says that the store cannot be reached */
  isAway: (error: unknown) => boolean;
};

/**
 * Token Status Lists: they tell APIs that check JWT access tokens by themselves which of these are revoked. Each process
 * has lists of its own for the tokens that it issues, so it gives out places without asking anybody. Every process
 * publishes every list.
 * @see draft-ietf-oauth-status-list
 */
export class StatusLists implements StatusListSource {
  private readonly open = new Map<string, Promise<OpenList>>();
  private readonly published = new BoundedMap<string, Published>(MOST_LISTS);
  private readonly looks = new Map<string, Promise<Published | null>>();
  private listed: { ids: Promise<string[]>; lookedAt: number } | undefined;

  constructor(private readonly parts: Parts) {}

  async take(resource: string, expiresAt: Date): Promise<StatusPlace> {
    for (;;) {
      const opened = this.open.get(resource);
      const list = await opened;
      if (list !== undefined && this.hasRoom(list, expiresAt)) {
        return { statusListId: list.listId, statusIndex: this.takeFrom(list) };
      }
      // Of several callers at once, the first opens the next list.
      if (this.open.get(resource) === opened) this.open.set(resource, this.openList(resource, expiresAt));
    }
  }

  async publish(listId: string): Promise<PublishedList | null> {
    const now = this.parts.now().getTime();
    const known = this.published.get(listId);
    if (known && now - known.lookedAt < LOOK_MS) return known;
    const look = this.looks.get(listId) ?? this.look(listId, known).finally(() => this.looks.delete(listId));
    this.looks.set(listId, look);
    return await look;
  }

  async listIds(): Promise<string[]> {
    const now = this.parts.now();
    const lookedAt = now.getTime();
    if (this.listed === undefined || lookedAt - this.listed.lookedAt >= LOOK_MS) {
      this.listed = { ids: this.parts.store.listStatusLists(now), lookedAt };
    }
    return await this.listed.ids;
  }

  private hasRoom(list: OpenList, expiresAt: Date): boolean {
    return list.count < MOST_PLACES && this.parts.now().getTime() < list.openUntil && expiresAt <= list.expiresAt;
  }

  private takeFrom(list: OpenList): number {
    for (;;) {
      const [low = 0, middle = 0, high = 0] = this.parts.random(3);
      const index = (low | (middle << 8) | (high << 16)) % LIST_SIZE;
      const byte = list.taken[index >> 3] ?? 0;
      const bit = 1 << (index & 7);
      if ((byte & bit) !== 0) continue;
      list.taken[index >> 3] = byte | bit;
      list.count += 1;
      return index;
    }
  }

  private async openList(resource: string, tokenEnd: Date): Promise<OpenList> {
    const { store } = this.parts;
    const now = this.parts.now();
    const listId = newUuid(this.parts);
    const expiresAt = new Date(tokenEnd.getTime() + OPEN_MS);
    try {
      await store.createStatusList({ listId, resource, createdAt: now, expiresAt });
    } catch (error) {
      // The next token tries again.
      this.open.delete(resource);
      throw error;
    }
    this.listed = undefined;
    const taken = new Uint8Array(LIST_SIZE / 8);
    return { listId, taken, count: 0, openUntil: now.getTime() + OPEN_MS, expiresAt };
  }

  private async look(listId: string, known: Published | undefined): Promise<Published | null> {
    const now = this.parts.now();
    const found = await this.find(listId, now, known);
    if (found === null) {
      this.published.delete(listId);
      return null;
    }
    const lookedAt = now.getTime();
    const isSame = known !== undefined && isEqual(known.revoked, found.revoked);
    // Compressing is what costs the most.
    const lst = isSame ? known.lst : compress(found.revoked);
    const isFresh = isSame && known.alg === found.alg && lookedAt - known.signedAt < STATUS_LIST_TTL * 1000;
    const signed = isFresh ? known : { ...(await this.sign(listId, lst, found.alg, lookedAt)), signedAt: lookedAt };
    const { jwt, etag, signedAt } = signed;
    const published = { ...found, lst, jwt, etag, signedAt, lookedAt };
    this.published.set(listId, published);
    return published;
  }

  /** What the store says; while it is away, what it said last. */
  private async find(listId: string, now: Date, known: Published | undefined): Promise<Found | null> {
    const { store, isAway } = this.parts;
    const heardAt = now.getTime();
    try {
      const found = await store.findStatusList(listId, now);
      if (found === null) return null;
      // As the API's access tokens, because its server may know no other algorithm.
      const alg = (await store.findResource(found.resource))?.signingAlg ?? "RS256";
      return { revoked: found.revoked, alg, heardAt };
    } catch (error) {
      if (known === undefined || !isAway(error) || heardAt - known.heardAt > STATUS_LIST_AWAY_MS) throw error;
      return { revoked: known.revoked, alg: known.alg, heardAt: known.heardAt };
    }
  }

  private async sign(listId: string, lst: string, alg: SigningAlg, lookedAt: number): Promise<PublishedList> {
    const { issuer, keys } = this.parts;
    const iat = Math.floor(lookedAt / 1000);
    const payload = {
      iss: issuer,
      sub: statusListUri(listId, issuer),
      iat,
      exp: iat + STATUS_LIST_LIFETIME,
      ttl: STATUS_LIST_TTL,
      status_list: { bits: 1, lst, aggregation_uri: issuer + STATUS_LISTS_PATH },
    };
    const jwt = await keys.sign(payload, { alg, typ: "statuslist+jwt" });
    return { jwt, etag: `"${hashSecret(jwt)}"` };
  }
}

const isEqual = (one: readonly number[], other: readonly number[]) =>
  one.length === other.length && one.every((each, index) => each === other[index]);

/** The address of a list, as tokens name it. */
export function statusListUri(listId: string, issuer: string): string {
  return `${issuer}${STATUS_LISTS_PATH}?id=${listId}`;
}

/** The bits of a list, of which the revoked ones are set: zlib, base64url. */
function compress(revoked: readonly number[]): string {
  const bits = new Uint8Array(LIST_SIZE / 8);
  for (const index of revoked) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  return deflateSync(bits, { level: 9 }).toString("base64url");
}
