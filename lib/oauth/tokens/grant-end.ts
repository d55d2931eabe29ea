import type { Grant } from "../model";

/** When something of this grant ends that would otherwise end at `expiresAt`: nothing of a grant outlives it. */
export function earlierEnd(expiresAt: Date, grant: Pick<Grant, "expiresAt"> | null): Date {
  const end = grant?.expiresAt ?? null;
  return end !== null && end < expiresAt ? end : expiresAt;
}
