import { type Actor, findActor } from "../auth/actor";
import { toMailName } from "../auth/mail-name";
import { notify } from "../auth/notify";
import { countTry } from "../auth/rate-limit";
import { decodeEmail } from "../auth/readable-host";
import { recordEvent } from "../db/audit/events";
import {
  countHandoversTo,
  deleteHandover,
  findHandover,
  type Handover,
  listHandoversTo,
  offerClient,
  takeClient,
} from "../db/clients/handovers";
import { isMailAddress, normalizeEmail } from "../db/people/mail-address";
import { findUser, findUserByEmail } from "../db/people/users";
import { getEnv } from "../env";
import { wordsTo } from "../http/request-words";
import { getPortalName } from "../settings/portal-settings";
import { findMostApps, findQuotaProblem, tooManyApps } from "./app-quota";
import { mayRegisterApps } from "./app-registrars";
import { findConfirmedPerson } from "./confirmed-person";
import type { OwnedClient, SeenClient } from "./managed-client";
import { done, type Result, refused } from "./result";

/** Days for which an offer can be taken. */
export const HANDOVER_DAYS = 7;

/** Offers are mails to whomever somebody names. */
const pace = { name: "handovers-by-account", max: 10, seconds: 3600 };
/** The same for one address, whoever offers it apps. Its person finds what came beyond in the console. */
const paceOfRecipient = { name: "handovers-by-recipient", max: 3, seconds: 3600 };

/** Offers that a person is shown at once. */
const SHOWN_OFFERS = 20;

/**
 * Offers an app to the person with this address, who has a week to take it. Until they do, nothing changes. Whether the address
 * has an account is not told: it gets the mail either way, and whoever reads it can make an account with it. An address gets three
 * such mails an hour.
 */
export async function offerHandover(
  { actor, client, clientId }: OwnedClient,
  typed: string,
  now: Date,
): Promise<Result<Handover>> {
  const email = normalizeEmail(typed);
  if (!isMailAddress(email)) return refused("bad_email", { fields: { email: "bad_email" } });
  if (email === client.ownerEmail) return refused("owner_already", { fields: { email: "owner_already" } });
  // Its people are not asked for anything, which an administrator decided for its owner.
  if (client.isTrusted && !actor.isAdmin) return refused("trusted_stays");
  const subject = actor.userId ?? "operator";
  const wait = await countTry([{ rule: pace, subject }], now);
  if (wait !== null) return refused("handovers_too_fast", { retryAfter: wait });
  const expiresAt = new Date(now.getTime() + HANDOVER_DAYS * 86_400_000);
  const offer = { clientId, email, isVouched: actor.isAdmin, expiresAt };
  if (!(await offerClient(offer, client.ownerId, now))) return refused("not_found");
  await recordEvent({ type: "client.offered", outcome: "ok", clientId, userId: actor.userId }, actor.source);
  const offered = { clientId, clientName: client.name, email, fromEmail: client.ownerEmail, expiresAt };
  if ((await countTry([{ rule: paceOfRecipient, subject: email }], now)) !== null) return done(offered);
  const words = wordsTo((await findUserByEmail(email))?.locale ?? null, null);
  const href = `${getEnv().issuer}/console/offers/${encodeURIComponent(clientId)}`;
  const mail = words.console.handover.offerMail({
    app: toMailName(client.name),
    portalName: await getPortalName(),
    from: client.ownerEmail && decodeEmail(client.ownerEmail),
    href,
    expiresAt,
  });
  await notify("an app that is offered", { to: email, words, ...mail });
  return done(offered);
}

/** To whom an app is offered; null: to nobody. */
export async function findOffer({ clientId }: SeenClient, now: Date): Promise<Handover | null> {
  return await findHandover(clientId, now);
}

/** Takes the offer of an app back. Twice is harmless. */
export async function withdrawHandover({ actor, clientId }: OwnedClient): Promise<Result<null>> {
  if (await deleteHandover(clientId)) {
    await recordEvent({ type: "client.offer_withdrawn", outcome: "ok", clientId, userId: actor.userId }, actor.source);
  }
  return done(null);
}

/** The apps that are offered to a person, the newest first. */
export async function listOffersTo(actor: Actor, now: Date): Promise<Handover[]> {
  const user = await findConfirmedPerson(actor);
  return user === null ? [] : await listHandoversTo(user.email, now);
}

/** The newest of them, and how many there are besides. */
export async function findNewestOffersTo(actor: Actor, now: Date): Promise<{ offers: Handover[]; others: number }> {
  const user = await findConfirmedPerson(actor);
  if (user === null) return { offers: [], others: 0 };
  const offers = await listHandoversTo(user.email, now, SHOWN_OFFERS);
  // Few people have more than are shown, and only for them the others are counted.
  const all = offers.length < SHOWN_OFFERS ? offers.length : await countHandoversTo(user.email, now);
  return { offers, others: Math.max(0, all - offers.length) };
}

/** The offer of an app, if it is this person's; null: it is over, taken or somebody else's. */
export async function findOfferTo(actor: Actor, clientId: string, now: Date): Promise<Handover | null> {
  const [user, offer] = await Promise.all([findConfirmedPerson(actor), findHandover(clientId, now)]);
  return user !== null && offer?.email === user.email ? offer : null;
}

/**
 * Makes the person the owner of an app that was offered to them; the one before gets a mail. It counts among their apps, and
 * they must be allowed to have some.
 */
export async function acceptHandover(actor: Actor, clientId: string, now: Date): Promise<Result<Handover>> {
  const offer = await findOfferTo(actor, clientId, now);
  const known = await findActor(actor);
  if (!offer || !known?.userId) return refused("offer_over");
  if (!(await mayRegisterApps(known))) return refused("administrators_register");
  const overQuota = await findQuotaProblem(known, now);
  if (overQuota) return overQuota;
  const { userId, source } = known;
  const taken = await takeClient({ clientId, userId }, findMostApps(known), now);
  if (taken === "full") return tooManyApps();
  if (taken === "alike") return refused("offer_like_verified");
  if (!taken) return refused("offer_over");
  const data = { from: taken.fromId };
  await recordEvent({ type: "client.handed_over", outcome: "ok", clientId, userId, data }, source);
  const before = taken.fromId && (await findUser(taken.fromId));
  if (before) {
    const words = wordsTo(before.locale, null);
    const names = {
      app: toMailName(offer.clientName),
      portalName: await getPortalName(),
      to: decodeEmail(offer.email),
    };
    await notify("an app that was taken", { to: before.email, words, ...words.console.handover.takenMail(names) });
  }
  return done(offer);
}

/** Declines an app that was offered to the person. Twice is harmless. */
export async function declineHandover(actor: Actor, clientId: string, now: Date): Promise<Result<null>> {
  const offer = await findOfferTo(actor, clientId, now);
  if (offer && (await deleteHandover(clientId, offer.email))) {
    const { userId, source } = actor;
    await recordEvent({ type: "client.offer_declined", outcome: "ok", clientId, userId }, source);
  }
  return done(null);
}
