import type { CurrentUser } from "../auth/current-user";
import { noticeFactor } from "../auth/factor-notice";
import { assertProofFresh } from "../auth/fresh-proof";
import { recordEvent } from "../db/audit/events";
import { deleteLink, listLinks, listUpstreams, type UpstreamLink } from "../db/people/upstreams";
import type { ActingUser } from "./acting-user";

/** An account elsewhere that signs a person in, as they see it. */
export type OwnLink = Pick<UpstreamLink, "linkId" | "name" | "label" | "isOn" | "createdAt" | "lastUsedAt">;

/** The accounts elsewhere that sign this person in, the oldest first, and the places where they could add one. */
export async function listOwnLinks({ userId }: CurrentUser): Promise<{
  links: OwnLink[];
  offered: { upstreamId: string; name: string }[];
}> {
  const [links, upstreams] = await Promise.all([listLinks(userId), listUpstreams()]);
  const linked = new Set(links.map(({ upstreamId }) => upstreamId));
  const offered = upstreams
    .filter(({ isOn, upstreamId }) => isOn && !linked.has(upstreamId))
    .map(({ upstreamId, name }) => ({ upstreamId, name }));
  return {
    links: links.map(({ linkId, name, label, isOn, createdAt, lastUsedAt }) => {
      return { linkId, name, label, isOn, createdAt, lastUsedAt };
    }),
    offered,
  };
}

/**
 * Removes an account elsewhere from a person's own. `last`: they could not sign in without it; `gone`: they have no such link.
 * @throws {Error} as `assertProofFresh`
 */
export async function removeOwnLink(user: ActingUser, linkId: string, now: Date): Promise<"removed" | "gone" | "last"> {
  await assertProofFresh(user, now);
  const { userId } = user;
  const name = (await listLinks(userId)).find((each) => each.linkId === linkId)?.name;
  if (name === undefined) return "gone";
  const removed = await deleteLink({ userId, linkId });
  if (typeof removed === "string") return removed;
  const data = { upstreamId: removed.upstreamId, name };
  await recordEvent({ type: "upstream.unlinked", outcome: "ok", userId, data }, user.source);
  await noticeFactor(user, "upstreamUnlinked", now);
  return "removed";
}
