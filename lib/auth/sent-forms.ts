import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { claimSentForm, findSentResult, forgetSentForm, keepSentResult } from "../db/portal/sent-forms";
import { flashSchema } from "../forms/flash-cookie";
import { REQUEST_KEY } from "../forms/request-key";
import type { Done, FormResult } from "../forms/result";
import type { Words } from "../i18n/words";

/** How long a second press waits for the first one at most, in milliseconds; then it acts itself. */
const FIRST_TAKES = 15_000;

/** How long a second press finds what the first one made, in milliseconds. */
const KEPT_FOR = 5 * 60_000;

/** How often a second press looks for the first one's result, in milliseconds. */
const LOOK_EVERY = 50;

const doneSchema = z.object({
  goTo: z.string(),
  isAnew: z.boolean().default(false),
  says: z.string().nullable(),
  tone: flashSchema.shape.tone.default("success"),
  made: z.string().nullable(),
});

/**
 * Names a form as somebody sent it: two presses of its button have one name, and whoever types something else, opens the page
 * anew or is somebody else has another one. Null: the page gave the form no key.
 */
export function nameSentForm(userId: string, sent: FormData, read: { bound: unknown; values: unknown }): string | null {
  const key = sent.get(REQUEST_KEY);
  if (typeof key !== "string" || key === "") return null;
  return createHash("sha256")
    .update(JSON.stringify([userId, key.slice(0, 100), read.bound, read.values]))
    .digest("base64url");
}

/**
 * Lets a form act, unless it did so within the last five minutes: then it ends as it ended then. Of two presses at the same
 * time, the second waits for the first. A form that was refused, or that showed a secret, can be sent again.
 * @param id by {@link nameSentForm}
 */
export async function actOnce<Name extends string, Key extends string, Shown>(
  id: string,
  getWords: () => Promise<Words>,
  act: () => Promise<FormResult<Name, Key, Shown>>,
): Promise<FormResult<Name, Key, Shown>> {
  const before = await findFirst(id);
  if (before) return before;
  let isKept = false;
  try {
    const result = await act();
    if (result.kind === "done") {
      const { goTo, isAnew, tone, made = null } = result;
      const says = result.says?.(await getWords()) ?? null;
      await keepSentResult(id, { goTo, isAnew, says, tone, made }, new Date(Date.now() + KEPT_FOR));
      isKept = true;
    }
    return result;
  } finally {
    if (!isKept) await forgetSentForm(id);
  }
}

/** How the first press ended; null: this is the first one. */
async function findFirst(id: string): Promise<Done | null> {
  for (;;) {
    const now = new Date();
    if (await claimSentForm(id, new Date(now.getTime() + FIRST_TAKES), now)) return null;
    const stored = await findSentResult(id, now);
    if (stored !== null) return toDone(doneSchema.parse(stored));
    await setTimeout(LOOK_EVERY);
  }
}

function toDone({ says, made, ...done }: z.infer<typeof doneSchema>): Done {
  return { kind: "done", ...done, ...(says === null ? {} : { says: () => says }), ...(made === null ? {} : { made }) };
}
