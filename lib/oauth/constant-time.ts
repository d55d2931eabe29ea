import { timingSafeEqual } from "node:crypto";

/** Whether two strings are the same, in a time that depends on their length only. */
export function equalInConstantTime(one: string, other: string): boolean {
  const first = Buffer.from(one);
  const second = Buffer.from(other);
  return first.length === second.length && timingSafeEqual(first, second);
}
