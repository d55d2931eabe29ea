import { toMailName } from "../auth/mail-name";
import { notify } from "../auth/notify";
import { findUser } from "../db/people/users";
import { wordsTo } from "../http/request-words";
import type { Words } from "../i18n/words";
import { getPortalName } from "../settings/portal-settings";
import { type ActingPerson, endOwnApp, listOwnApps, type OwnAppList, type Person } from "./connected-apps";

/** Apps that one press removes at most: as many as its page lists. */
const AT_ONCE = 100;

/** The apps of the person that nobody verified: those that one press removes, and how many there are. */
export async function listUnverifiedApps(
  person: Person,
  words: Words,
  now: Date,
): Promise<Pick<OwnAppList, "apps" | "matching">> {
  const page = { number: 1, size: AT_ONCE };
  return listOwnApps(person, { order: "name", onlyUnverified: true, page }, words, now);
}

/**
 * Removes the access of those of these apps that nobody verified, and tells the person by one mail. Each ends by itself:
 * what was removed stays removed if the next one fails. Answers how many there were.
 */
export async function removeUnverifiedApps(
  person: ActingPerson,
  clientIds: readonly string[],
  now: Date,
): Promise<number> {
  const names: string[] = [];
  for (const clientId of clientIds.slice(0, AT_ONCE)) {
    const app = await endOwnApp(person, clientId, now, (found) => found.status !== "verified");
    if (app) names.push(app.name);
  }
  if (names.length > 0) await tellRemoved(person, names, now);
  return names.length;
}

async function tellRemoved(person: ActingPerson, names: string[], now: Date): Promise<void> {
  const user = await findUser(person.userId);
  if (!user) return;
  const words = wordsTo(user.locale, person.answerLocale);
  const { mail } = words.account.unverified;
  const portalName = await getPortalName();
  const list = names.map((name) => mail.app(toMailName(name))).join("\n");
  const notice = { subject: mail.subject(names.length, portalName), text: mail.text(list, portalName, now) };
  await notify("removed accesses", { to: user.email, words, ...notice });
}
