"use server";

import { redirect } from "next/navigation";
import { requireActor } from "@/lib/console/console-page";
import { restoreClient } from "@/lib/console/delete-client";
import { setFlash } from "@/lib/http/flash";
import { getWords } from "@/lib/i18n/words";

/** Brings a deleted app back. */
export async function restoreClientAction(clientId: string): Promise<void> {
  const words = getWords().console;
  const result = await restoreClient(await requireActor(), clientId);
  if (result.ok) await setFlash(words.list.restored(result.value.name));
  else await setFlash(words.problems[result.problem.key], "danger");
  redirect("/console");
}
