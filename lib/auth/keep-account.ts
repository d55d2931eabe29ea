import { recordEvent } from "@/lib/db/audit/events";
import { findKeepLinkFate, type KeepLinkFate, keepAccount } from "@/lib/db/people/leaving";
import { sourceOf } from "@/lib/http/act-source";
import { seeOther } from "@/lib/http/see-other";
import { hashSecret } from "@/lib/oauth/secrets";
import { keepAccountForm } from "./auth-forms";
import { formRoute } from "./form-route";
import { decodeEmail } from "./readable-host";

/** Whose account a mailed link keeps, and what happens without it; or else what became of that account. */
export async function findKeepLink(token: string, now = new Date()): Promise<KeepLinkFate> {
  const fate = await findKeepLinkFate(hashSecret(token), now);
  return fate.kind === "leaving" ? { ...fate, email: decodeEmail(fate.email) } : fate;
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
