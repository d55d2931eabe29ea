"use server";

import { findReview } from "@/lib/admin/review-clients";
import { submitAppSuspension } from "@/lib/admin/review-forms";
import { requireActor } from "@/lib/console/console-page";

async function change(clientId: string, wanted: "suspend" | "resume"): Promise<void> {
  const actor = await requireActor();
  const name = (await findReview(actor, clientId))?.client.name ?? "";
  await submitAppSuspension(actor, { clientId, name }, wanted, "list");
}

/** Stops an app until it is resumed. */
export async function suspendAppAction(clientId: string): Promise<void> {
  await change(clientId, "suspend");
}

/** Lets an app work again. */
export async function resumeAppAction(clientId: string): Promise<void> {
  await change(clientId, "resume");
}
