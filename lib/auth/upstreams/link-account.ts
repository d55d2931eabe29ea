import { recordEvent } from "@/lib/db/audit/events";
import { insertLink, type LinkedSubject } from "@/lib/db/people/upstreams";
import type { User } from "@/lib/db/people/users";
import { sourceOf } from "@/lib/http/act-source";
import { localeOf } from "@/lib/http/request-words";
import type { Destination } from "../destination";
import { type FactorOwner, noticeFactor } from "../factor-notice";
import { findWaiting, forgetWaiting } from "./waiting-account";

/** Links an account elsewhere to somebody who has proved both in this browser, and tells them by mail. */
export async function linkAccount(
  owner: FactorOwner,
  { account, upstreamName }: { account: LinkedSubject; upstreamName: string },
  now: Date,
): Promise<"linked" | "taken" | "full" | "over"> {
  const result = await insertLink(owner, account, now);
  if (result !== "linked") return result;
  const { userId } = owner;
  const data = { upstreamId: account.upstreamId, name: upstreamName };
  await recordEvent({ type: "upstream.linked", outcome: "ok", userId, data }, owner.source);
  await noticeFactor(owner, "upstreamLinked", now);
  return "linked";
}

/**
 * After somebody has signed in with all proofs that their own account needs: links the account elsewhere that waits in this
 * browser for exactly them.
 * @returns the `Set-Cookie` values that go with the answer
 */
export async function linkWaiting(
  { user, request, destination }: { user: User; request: Request; destination: Destination },
  now: Date,
): Promise<string[]> {
  const waiting = await findWaiting(request, destination, now);
  if (waiting === null || waiting.ownerId !== user.userId) return [];
  await linkAccount({ ...user, source: sourceOf(request), answerLocale: localeOf(request) }, waiting, now);
  return [forgetWaiting()];
}
