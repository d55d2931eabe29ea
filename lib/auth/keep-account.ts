import { recordEvent } from "@/lib/db/audit/events";
import { findLeaving, keepAccount } from "@/lib/db/people/leaving";
import { sourceOf } from "@/lib/http/act-source";
import { seeOther } from "@/lib/http/see-other";
import { hashSecret } from "@/lib/oauth/secrets";
import { keepAccountForm } from "./auth-forms";
import { formRoute } from "./form-route";
import { decodeEmail } from "./readable-host";

/** Whose account a mailed link keeps, and what would happen without it; null when the link was used or is over. */
export async function findKeepLink(token: string, now = new Date()): Promise<{ email: string; deleteAt: Date } | null> {
  const leaving = token === "" ? null : await findLeaving(hashSecret(token), now);
  return leaving && { email: decodeEmail(leaving.email), deleteAt: leaving.deleteAt };
}

/**
 * `POST /keep-account/submit`: the account stays. This signs nobody in, because the link does not prove who opened it.
 */
export const handleKeepAccount = formRoute(keepAccountForm, async ({ request, values }) => {
  const kept = await keepAccount(hashSecret(values.token), new Date());
  if (!kept) return { kind: "refused", problem: "over" };
  await recordEvent({ type: "user.kept", outcome: "ok", userId: kept.userId }, sourceOf(request));
  return seeOther("/keep-account?kept=1");
});
