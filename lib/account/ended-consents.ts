import { recordEvent } from "../db/audit/events";
import { deleteEndedConsents } from "../db/people/consents";

/**
 * Deletes what people allowed for a time that is over, and records it for them. Nothing of it works any more already: codes
 * and tokens carry the same end.
 */
export async function endConsents(now: Date): Promise<void> {
  for (;;) {
    const ended = await deleteEndedConsents(now);
    if (ended.length === 0) return;
    await Promise.all(
      ended.map(({ userId, clientId, endedAt }) =>
        recordEvent({ type: "consent.expired", outcome: "ok", userId, clientId, createdAt: endedAt }, "job"),
      ),
    );
  }
}
