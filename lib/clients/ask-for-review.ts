import { recordEvent } from "../db/audit/events";
import { listEvents } from "../db/audit/list-events";
import { reviseClient } from "../db/clients/clients";
import { EVENTS } from "../events/catalogue";
import type { ManagedClient, SeenClient } from "./managed-client";
import { done, type Result, refused } from "./result";
import { tellAdministrators } from "./tell-administrators";

/**
 * Puts the client on the administrators' list. Its publisher and website must be there to be reviewed. Asking twice is
 * harmless.
 */
export async function askForReview({ actor, clientId }: ManagedClient): Promise<Result<null>> {
  const asked = await reviseClient(clientId, (client) => {
    const isComplete = client.publisher !== null && client.clientUri !== null;
    const isNew = client.status === "development" && isComplete;
    return { changes: isNew ? { status: "in_review" } : null, answer: { client, isComplete } };
  });
  if (asked === null) return refused("not_found");
  if (asked.client.status !== "development") return done(null);
  if (!asked.isComplete) return refused("review_incomplete");
  await recordEvent({ type: "client.review_asked", outcome: "ok", clientId, userId: actor.userId }, actor.source);
  await tellAdministrators(asked.client, "app");
  return done(null);
}

const REFUSALS = ["client.review_refused", "client.changes_refused"] as const;

/** Why the last review was refused; null when there was none, or when a review was requested again. */
export async function findReviewRefusal({ clientId }: SeenClient): Promise<string | null> {
  const [last] = await listEvents({
    clientId,
    types: [...REFUSALS, "client.review_asked", "client.verified"],
    limit: 1,
  });
  const refusal = REFUSALS.find((type) => type === last?.type);
  return refusal ? (EVENTS[refusal].data.safeParse(last?.data).data?.reason ?? null) : null;
}
