import { recordEvent } from "@/lib/db/audit/events";
import { findUndoLink, undoEmailChange } from "@/lib/db/people/email-change";
import { sourceOf } from "@/lib/http/act-source";
import { seeOther } from "@/lib/http/see-other";
import { hashSecret } from "@/lib/oauth/secrets";
import { undoEmailForm } from "./auth-forms";
import { formRoute } from "./form-route";

/**
 * The address that an account has now and the one that a mailed link gives back to it, as mail servers write them; null
 * when the link was used or is over.
 */
export async function findUndo(token: string, now = new Date()): Promise<{ from: string; to: string } | null> {
  return token === "" ? null : await findUndoLink(hashSecret(token), now);
}

/**
 * `POST /undo-email/submit`: gives the account its old address back and signs everybody out of it. This signs nobody in
 * either, because the link proves only the mailbox, which is one factor at most.
 */
export const handleUndoEmail = formRoute(undoEmailForm, async ({ request, values }) => {
  const undone = await undoEmailChange(hashSecret(values.token), new Date());
  if (!undone) return { kind: "refused", problem: "over" };
  const { userId, endedSessions } = undone;
  await recordEvent({ type: "email.restored", outcome: "ok", userId, data: { endedSessions } }, sourceOf(request));
  return seeOther("/undo-email?undone=1");
});
