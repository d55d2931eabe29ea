import { randomBytes } from "node:crypto";

const slot = Symbol.for("portico.process-key");
const holder = globalThis as { [slot]?: string };

/** Eight hexadecimal digits that tell this process from all others that ever used the database. */
export function getProcessKey(): string {
  holder[slot] ??= randomBytes(4).toString("hex");
  return holder[slot];
}

/** The first number of the lock that a process holds in PostgreSQL as long as it lives. The second is its key. */
export const PROCESS_LOCK_CLASS = 7_074_210;

/** A key as PostgreSQL counts locks: a signed number of 32 bits. */
export function toLockNumber(processKey: string): number {
  return Number.parseInt(processKey, 16) | 0;
}

/** The key of the process that holds the lock with this number. */
export function toProcessKey(lockNumber: number): string {
  return (lockNumber >>> 0).toString(16).padStart(8, "0");
}
