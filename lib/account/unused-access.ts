import { toMailName } from "../auth/mail-name";
import { prepareNotice } from "../auth/notify";
import { recordEvent } from "../db/audit/events";
import { findClientNames } from "../db/people/consents";
import type { MailToStore } from "../db/people/mails";
import {
  type AskedPerson,
  askAboutUnused,
  endNextUnused,
  findNextUnused,
  keepUnused,
  listAskedAccesses,
  type UnusedAccess,
} from "../db/people/unused-access";
import { getEnv } from "../env";
import { wordsTo } from "../http/request-words";
import { getPortalName, getPortalSettings } from "../settings/portal-settings";
import type { ActingPerson, Person } from "./connected-apps";

/** Days in which people can say that they keep an access that nobody uses. */
export const DAYS_TO_KEEP = 14;

/**
 * Days for which a question counts. Where access did not end by it in time, because the operator allowed more days or switched
 * that off, the person is asked again.
 */
const ASKED_FOR_DAYS = 2 * DAYS_TO_KEEP;

/** Accesses that one mail asks about at most, and most that one run ends. */
const ASKED_AT_ONCE = 500;
const ENDED_AT_ONCE = 5_000;

const DAY_MS = 86_400_000;
const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * DAY_MS);

/**
 * The daily work: asks people by a mail about accesses that nobody has used for almost as long as the operator allows, and
 * ends those about which they were asked {@link DAYS_TO_KEEP} days ago and that nobody has used or kept since. Nothing, where the
 * operator switched it off.
 * @throws AggregateError when people could not be asked; all others were, and the next run asks them
 */
export async function endUnusedAccess(now: Date, signal?: AbortSignal): Promise<void> {
  const { unusedAccessDays: days } = await getPortalSettings();
  if (days === 0) return;
  await endAsked(days, now, signal);
  const claim = {
    unusedSince: daysBefore(now, days - DAYS_TO_KEEP),
    endsBy: daysBefore(now, -DAYS_TO_KEEP),
    askedSince: daysBefore(now, ASKED_FOR_DAYS),
  };
  const portalName = await getPortalName();
  const failed: unknown[] = [];
  let userId: string | null = null;
  while (!signal?.aborted) {
    userId = await findNextUnused(claim, userId);
    if (userId === null) break;
    const write = (person: AskedPerson) => writeQuestion(person, { days, portalName }, now);
    await askAboutUnused(userId, { ...claim, limit: ASKED_AT_ONCE }, write, now).catch((error) => failed.push(error));
  }
  if (failed.length > 0)
    throw new AggregateError(failed, `${failed.length} people were not asked about unused access.`);
}

async function endAsked(days: number, now: Date, signal: AbortSignal | undefined): Promise<void> {
  const due = {
    unusedSince: daysBefore(now, days),
    askedSince: daysBefore(now, ASKED_FOR_DAYS),
    askedBefore: daysBefore(now, DAYS_TO_KEEP),
  };
  for (let count = 0; count < ENDED_AT_ONCE && !signal?.aborted; count += 1) {
    const ended = await endNextUnused(due, now);
    if (!ended) return;
    const { userId, clientId, scopes, resources } = ended;
    await recordEvent(
      { type: "consent.unused", outcome: "ok", userId, clientId, data: { scopes, resources, days } },
      "job",
    );
  }
}

function writeQuestion(
  person: AskedPerson,
  { days, portalName }: { days: number; portalName: string },
  now: Date,
): Promise<MailToStore | null> {
  const words = wordsTo(person.locale, null);
  const { mail } = words.account.unused;
  const names = person.accesses.map(({ appName }) => mail.app(toMailName(appName))).join("\n");
  const href = `${getEnv().issuer}/account/apps`;
  const end = daysBefore(now, -DAYS_TO_KEEP);
  const count = person.accesses.length;
  const text = { subject: mail.subject(count, portalName), text: mail.text({ names, days, end, href, portalName }) };
  return prepareNotice("unused accesses", { to: person.email, words, ...text }, now);
}

/** An access that ends because nobody uses it. */
export interface EndingAccess extends UnusedAccess {
  endsAt: Date;
}

/** The accesses that the person was asked about and that end unless they keep them, a hundred at most: of all apps, or of these. */
export async function listEndingAccesses(
  person: Person,
  now: Date,
  clientIds: readonly string[] | null = null,
): Promise<EndingAccess[]> {
  const { unusedAccessDays: days } = await getPortalSettings();
  if (days === 0) return [];
  const asked = await listAskedAccesses(person.userId, daysBefore(now, ASKED_FOR_DAYS), now, clientIds);
  return asked.flatMap(({ askedAt, ...access }) => {
    const soonest = Math.max(
      daysBefore(askedAt, -DAYS_TO_KEEP).getTime(),
      daysBefore(access.lastUsedAt, -days).getTime(),
      now.getTime(),
    );
    // By then they are asked again.
    const isOver = soonest > daysBefore(askedAt, -ASKED_FOR_DAYS).getTime();
    return isOver ? [] : [{ ...access, endsAt: new Date(soonest) }];
  });
}

/** Keeps an access although nobody uses it. Answers the app's name, or null where the person has not allowed it. */
export async function keepOwnAccess(person: ActingPerson, clientId: string, now: Date): Promise<string | null> {
  if (!(await keepUnused(person.userId, clientId, now))) return null;
  return (await findClientNames([clientId])).get(clientId) ?? clientId;
}
