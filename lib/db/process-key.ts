import { randomBytes } from "node:crypto";

const slot = Symbol.for("portico.process-key");
const holder = globalThis as { [slot]?: string };

/** Tells this process from all others that ever used its database: eight hexadecimal digits. */
export function getProcessKey(): string {
  holder[slot] ??= randomBytes(4).toString("hex");
  return holder[slot];
}

/** The first number of the lock that a process has in PostgreSQL as long as it lives; its key is the second. */
export const processLockClass = 7_074_210;

/** A key as PostgreSQL counts locks: a signed number of 32 bits. */
export function toLockNumber(processKey: string): number {
  return Number.parseInt(processKey, 16) | 0;
}
