import { listEvents, recordEvent } from "../db/audit-events";
import { updateClient } from "../db/clients";
import { type Actor, findManagedClient } from "./authorise";
import { done, type Result, refused } from "./result";
import { tellAdministrators } from "./tell-administrators";

/** Puts the client on the administrators' list. Who it says it is must be there to be looked at. Twice is harmless. */
export async function askForReview(actor: Actor, clientId: string): Promise<Result<null>> {
  const client = await findManagedClient(actor, clientId);
  if (!client) return refused("not_found");
  if (client.status !== "development") return done(null);
  if (client.publisher === null || client.clientUri === null) return refused("review_incomplete");
  if (!(await updateClient(clientId, { status: "in_review" }))) return refused("not_found");
  await recordEvent({ type: "client.review_asked", outcome: "ok", clientId, userId: actor.userId }, actor.source);
  await tellAdministrators(client, "app");
  return done(null);
}

/** Why the last review ended without a yes; null when there was none, or it was asked for again. */
export async function findReviewRefusal(actor: Actor, clientId: string): Promise<string | null> {
  if (!(await findManagedClient(actor, clientId))) return null;
  const types = ["client.review_refused", "client.changes_refused", "client.review_asked", "client.verified"];
  const [last] = await listEvents({ clientId, types, limit: 1 });
  const reason = last?.type.endsWith("_refused") ? last.data.reason : null;
  return typeof reason === "string" ? reason : null;
}
