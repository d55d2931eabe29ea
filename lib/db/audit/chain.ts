import { createHash, createHmac } from "node:crypto";
import { listKeptKeys, newestKeptKey } from "../../keys/kept-keys";
import { type Database, openDatabase } from "../driver/database";
import { refreshKeptKeys } from "../driver/kept-keys";
import { newId } from "../driver/new-id";
import { getProcessKey } from "../driver/process-key";

/** An event as it is stored, which is what the seal covers. */
export interface StoredEvent {
  id: string;
  createdAt: Date;
  type: string;
  outcome: string;
  userId: string | null;
  clientId: string | null;
  requestId: string | null;
  ipAddress: string | null;
  data: unknown;
}

/** A batch of events, linked to the batch before it. */
export interface AuditLink {
  id: string;
  chainId: string;
  /** from 0 */
  position: number;
  previousId: string | null;
  previousSeal: string | null;
  previousAt: Date | null;
  eventIds: string[];
  contentHash: string;
  seal: string;
  createdAt: Date;
}

/** What the next link refers to. */
interface Head {
  /** null: the next link begins a chain */
  chainId: string | null;
  /** of the next link */
  position: number;
  previous: Pick<AuditLink, "id" | "seal" | "createdAt"> | null;
  /** without a link before it: when the newest event was written that a version without seals left; null: none did */
  unsealedAt: Date | null;
}

const slot = Symbol.for("portico.audit-chain");
const holder = globalThis as { [slot]?: { database: Database; head: Head } };

/** The end of this process's chain; before its first link, the newest link of all chains. One per database. */
async function getHead(): Promise<Head> {
  const database = await openDatabase();
  if (holder[slot]?.database !== database) {
    const previous = await database.prisma.auditBatch.findFirst({
      // Among links of the same millisecond, the last one of its chain.
      orderBy: [{ createdAt: "desc" }, { position: "desc" }, { id: "desc" }],
      select: { id: true, seal: true, createdAt: true },
    });
    const unsealed = previous
      ? null
      : await database.prisma.auditEvent.findFirst({ orderBy: { id: "desc" }, select: { createdAt: true } });
    const unsealedAt = unsealed?.createdAt ?? null;
    holder[slot] = { database, head: { chainId: null, position: 0, previous, unsealedAt } };
  }
  return holder[slot].head;
}

/**
 * The number of the way in which this version writes the log. A version that writes it in another way, so that older ones
 * cannot verify it, takes the next number.
 */
export const AUDIT_WRITER = 3;

/** The first whose very first link says, by `previousAt`, whether there were events before it. */
const FIRST_TO_SAY_WHAT_WAS_BEFORE = 3;

/** The number of the versions whose chains have none. The first of them did not say when their processes ended. */
const FIRST_WRITER = 1;

/**
 * The id of a chain: a UUID of version 8, whose first free 12 bits are the writer's number. The seals cover it, and
 * versions that know no numbers verify it like any other. It ends with the key of this process, which tells its chains
 * from those of other processes.
 * @see RFC 9562 §5.8
 */
function newChainId(now: Date): string {
  const id = newId(now.getTime());
  return `${id.slice(0, 14)}8${AUDIT_WRITER.toString(16).padStart(3, "0")}${id.slice(18, -8)}${getProcessKey()}`;
}

/** The number of the way in which a chain was written. */
export function writerOf(chainId: string): number {
  return chainId[14] === "8" ? Number.parseInt(chainId.slice(15, 18), 16) : FIRST_WRITER;
}

/**
 * What a link without one before it says of the log until then: it was empty, it held events without seals, or nobody can
 * tell, because the version that made it did not say.
 */
export function logBefore({ chainId, previousAt }: Pick<AuditLink, "chainId" | "previousAt">) {
  if (previousAt !== null) return "unsealed";
  return writerOf(chainId) >= FIRST_TO_SAY_WHAT_WAS_BEFORE ? "empty" : "unknown";
}

/** Whether this process has written a link that a last one could close. */
export function hasChain(): boolean {
  return holder[slot]?.head.chainId != null;
}

/**
 * Makes the link for events that are about to be written. A process makes one at a time: the next only after this one
 * was stored ({@link confirmLink}) or given up ({@link breakChain}).
 */
export async function makeLink(events: StoredEvent[], now: Date): Promise<AuditLink> {
  const { chainId, position, previous, unsealedAt } = await getHead();
  await refreshKeptKeys((await openDatabase()).prisma);
  const link = {
    id: newId(now.getTime()),
    chainId: chainId ?? newChainId(now),
    position,
    previousId: previous?.id ?? null,
    previousSeal: previous?.seal ?? null,
    previousAt: previous?.createdAt ?? unsealedAt,
    eventIds: events.map((event) => event.id).sort(),
    contentHash: hashEvents(events),
    createdAt: now,
  };
  return { ...link, seal: sealWith(newestKeptKey("audit-chain").key, link) };
}

/** The link is stored: the next one refers to it. */
export function confirmLink({ id, seal, createdAt, chainId, position }: AuditLink): void {
  const held = holder[slot];
  const previous = { id, seal, createdAt };
  if (held) held.head = { chainId, position: position + 1, previous, unsealedAt: null };
}

/**
 * It is unknown whether the link was stored. The next one starts another chain that refers to the last stored link, so
 * two links never have the same position.
 */
export function breakChain(): void {
  const held = holder[slot];
  if (held) held.head = { ...held.head, chainId: null, position: 0 };
}

/** The batches were replaced, as by a restore: the next link starts a chain that refers to the newest of them. */
export function forgetChain(): void {
  delete holder[slot];
}

/** How long after a new key was made a process may still seal with the one before it, in milliseconds. */
const OVERLAP_MS = 3_600_000;

/**
 * Whether a link is as it was sealed: by the newest key, or by one that had no successor yet. A key that somebody got to
 * know seals nothing that is newer than its successor.
 */
export function isSealed({ seal, ...link }: AuditLink): boolean {
  const keys = listKeptKeys("audit-chain");
  return keys.some(({ key }, place) => {
    const successor = keys[place + 1];
    const isInTime = !successor || link.createdAt.getTime() <= successor.createdAt.getTime() + OVERLAP_MS;
    return isInTime && sealWith(key, link) === seal;
  });
}

/** HMAC under a key that only the portal has, so that the database alone is not enough to make one. */
export function sealWith(key: Buffer, link: Omit<AuditLink, "seal">): string {
  const { id, chainId, position, previousId, previousSeal, previousAt, eventIds, contentHash, createdAt } = link;
  const parts = [id, chainId, position, previousId, previousSeal, previousAt, eventIds, contentHash, createdAt];
  return createHmac("sha256", key).update(JSON.stringify(parts)).digest("base64url");
}

/**
 * base64url SHA-256 of the events in the order of their ids, whatever order the database gives the members of their
 * data.
 */
export function hashEvents(events: StoredEvent[]): string {
  const rows = [...events]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((each) => {
      const { id, createdAt, type, outcome, userId, clientId, requestId, ipAddress } = each;
      return [id, createdAt, type, outcome, userId, clientId, requestId, ipAddress, sorted(each.data)];
    });
  return createHash("sha256").update(JSON.stringify(rows)).digest("base64url");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return members.map(([name, member]) => [name, sorted(member)]);
}
