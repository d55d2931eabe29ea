import { randomBytes } from "node:crypto";
import { assertProofFresh } from "../auth/fresh-proof";
import { notify } from "../auth/notify";
import { recordEvent } from "../db/audit/events";
import { listClientsOf } from "../db/clients/clients";
import { newId } from "../db/driver/new-id";
import { deleteLeft, leave } from "../db/people/leaving";
import { normalizeEmail } from "../db/people/mail-address";
import { getEnv } from "../env";
import { wordsTo } from "../http/request-words";
import { pathWith } from "../http/see-other";
import { wordsFor } from "../i18n/words";
import { hashSecret } from "../oauth/secrets";
import { getPortalName } from "../settings/portal-settings";
import type { ActingUser } from "./acting-user";
import type { Person } from "./connected-apps";

/** Days in which a person can change their mind. */
export const LEAVING_DAYS = 14;

/** Names a sentence of the catalogue (`words.account.data.delete.problems`). */
export type DeletionProblem = "otherEmail" | "ownsApps" | "lastAdministrator";

/** The apps that somebody else has to look after, or that have to be deleted, before their owner leaves. */
export async function listAppsInTheWay(person: Person, now: Date): Promise<{ clientId: string; name: string }[]> {
  const all = await listClientsOf(person.userId, now);
  return all.filter(({ deletedAt }) => deletedAt === null).map(({ clientId, name }) => ({ clientId, name }));
}

/**
 * Closes a person's account at their request, with its sessions and tokens, and has it deleted after
 * {@link LEAVING_DAYS} days. A link with which they can keep it is mailed to them.
 * @param email what the person typed, so that nobody leaves by a slip of the hand
 * @throws {Error} as `assertProofFresh`
 * @see OWASP ASVS 5.0 7.5.1
 */
export async function deleteOwnAccount(
  user: ActingUser,
  email: string,
  now: Date,
): Promise<{ deleteAt: Date } | { problem: DeletionProblem }> {
  await assertProofFresh(user, now);
  if (normalizeEmail(email) !== normalizeEmail(user.email)) return { problem: "otherEmail" };
  const { userId } = user;
  const deleteAt = new Date(now.getTime() + LEAVING_DAYS * 86_400_000);
  const token = randomBytes(32).toString("base64url");
  const link = { codeId: newId(now.getTime()), email: normalizeEmail(user.email), linkHash: hashSecret(token) };
  const change = await leave({ userId, deleteAt, link }, now);
  if (change === "ownsApps" || change === "lastAdministrator") return { problem: change };
  // Somebody else, or another window, was faster: the mail of then has the link.
  if (change === "unchanged") return { deleteAt };
  const data = { deleteAt: deleteAt.toISOString() };
  await recordEvent({ type: "user.leaving", outcome: "ok", userId, data }, user.source);
  const words = wordsFor(user.answerLocale);
  const href = new URL(pathWith("/keep-account", { token }), getEnv().issuer).href;
  const mail = words.auth.mails.leaving({ portalName: await getPortalName(), href, deleteAt });
  await notify("a deletion that can be undone", { to: user.email, words, ...mail });
  return { deleteAt };
}

/** Deletes the accounts of those who left and did not change their mind, and tells them. */
export async function deleteLeftAccounts(now: Date): Promise<void> {
  for (const { userId, email, locale } of await deleteLeft(now)) {
    await recordEvent({ type: "user.deleted", outcome: "ok", userId, data: { by: "person" } }, "job");
    const words = wordsTo(locale, "en");
    await notify("a deleted account", { to: email, words, ...words.auth.mails.left(await getPortalName()) });
  }
}
