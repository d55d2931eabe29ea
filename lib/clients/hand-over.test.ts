import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { findClientDetails, updateClient } from "../db/clients/clients";
import { findEventStream, saveEventStream } from "../db/clients/event-streams";
import { registrationStore } from "../db/clients/registrations";
import { getDb } from "../db/driver/database";
import { listMails } from "../db/people/mails";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import {
  acceptHandover,
  declineHandover,
  findNewestOffersTo,
  findOffer,
  findOfferTo,
  listOffersTo,
  offerHandover,
  withdrawHandover,
} from "./hand-over";
import { ManagedClient } from "./managed-client";
import { makeClient, makePerson, manage } from "./testing/people";

useTestDatabase();

type Person = Actor & { userId: string };
const now = new Date("2026-11-01T12:00:00Z");
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
let count = 0;
let clientId = "";
let to = "";
let [giver, taker, stranger]: Person[] = [];

const people = () => {
  if (!giver || !taker || !stranger) throw new Error("nobody was made");
  return { giver, taker, stranger };
};
const ownerOf = async () => (await findClientDetails(clientId))?.ownerId;
const offer = async (email = to, at = now) => offerHandover(await manage(people().giver, clientId), email, at);
const mailsTo = async (email: string) => (await listMails(50)).filter(({ recipient }) => recipient === email);

beforeEach(async () => {
  resetEnv({ PORTICO_ISSUER: "https://id.example.org" });
  resetMasterKey("a secret for tests, 32 characters and more");
  count += 1;
  to = `taker-${count}@example.org`;
  giver = await makePerson(`giver-${count}@example.org`);
  taker = await makePerson(to);
  stranger = await makePerson(`stranger-${count}@example.org`);
  ({ clientId } = await makeClient(giver, { name: `Acme Calendar ${count}` }));
});

describe("an app that is offered", () => {
  it("sends no secret of its last owner, and verifies its address for events anew, when another has taken it", async () => {
    const endpointUrl = "https://app.example/events";
    const events = ["consent-ended"] as const;
    await saveEventStream(clientId, { delivery: "push", endpointUrl, authorizationJwe: "sealed", events }, now);
    const db = await getDb();
    await db.eventStream.update({ where: { clientId }, data: { verifiedAt: now } });
    await offer();
    expect(await acceptHandover(people().taker, clientId, days(1))).toMatchObject({ ok: true });
    expect(await findEventStream(clientId)).toMatchObject({ endpointUrl, hasAuthorization: false, verifiedAt: null });
  });

  it("changes nothing until the other takes it, who then owns it alone, and the owner before is told", async () => {
    expect(await offer(` ${to.toUpperCase()} `)).toMatchObject({ ok: true, value: { email: to } });
    expect(await ownerOf()).toBe(people().giver.userId);
    expect((await mailsTo(to))[0]?.body).toContain(`https://id.example.org/console/offers/${clientId}`);
    expect(await listOffersTo(people().taker, now)).toMatchObject([{ clientId, clientName: `Acme Calendar ${count}` }]);
    expect(await acceptHandover(people().taker, clientId, days(6.9))).toMatchObject({ ok: true });
    expect(await ownerOf()).toBe(people().taker.userId);
    expect(await ManagedClient.find(people().giver, clientId)).toBeNull();
    expect(await findOffer(await manage(people().taker, clientId), now)).toBeNull();
    expect((await mailsTo(`giver-${count}@example.org`))[0]?.body).toContain(to);
    const events = await (await getDb()).auditEvent.findMany({
      where: { clientId, type: { in: ["client.offered", "client.handed_over"] } },
    });
    expect(events.map(({ type, userId, data }) => [type, userId, data])).toEqual([
      ["client.offered", people().giver.userId, {}],
      ["client.handed_over", people().taker.userId, { from: people().giver.userId }],
    ]);
  });

  it("is nobody else's: not by its address, nor with an address that is not confirmed", async () => {
    await offer();
    expect(await findOfferTo(people().stranger, clientId, now)).toBeNull();
    expect(await acceptHandover(people().stranger, clientId, now)).toMatchObject({ problem: { key: "offer_over" } });
    await declineHandover(people().stranger, clientId, now);
    await (await getDb()).user.update({ where: { id: people().taker.userId }, data: { emailVerifiedAt: null } });
    expect(await listOffersTo(people().taker, now)).toEqual([]);
    expect(await acceptHandover(people().taker, clientId, now)).toMatchObject({ problem: { key: "offer_over" } });
    expect(await ownerOf()).toBe(people().giver.userId);
    expect(await findOffer(await manage(people().giver, clientId), now)).not.toBeNull();
  });

  it("is taken once, however often at the same moment, and for seven days", async () => {
    await offer();
    expect(await acceptHandover(people().taker, clientId, days(7.01))).toMatchObject({
      problem: { key: "offer_over" },
    });
    const all = await Promise.all([1, 2, 3].map(() => acceptHandover(people().taker, clientId, now)));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("can be withdrawn, declined, and offered to somebody else instead", async () => {
    await offer();
    await withdrawHandover(await manage(people().giver, clientId));
    expect(await acceptHandover(people().taker, clientId, now)).toMatchObject({ ok: false });
    await offer();
    await declineHandover(people().taker, clientId, now);
    expect(await findOffer(await manage(people().giver, clientId), now)).toBeNull();
    await offer();
    await offer(`stranger-${count}@example.org`);
    expect(await acceptHandover(people().taker, clientId, now)).toMatchObject({ ok: false });
    expect(await acceptHandover(people().stranger, clientId, now)).toMatchObject({ ok: true });
  });

  it("is void once it has another owner, or is deleted", async () => {
    await offer();
    await updateClient(clientId, { ownerId: people().stranger.userId });
    expect(await acceptHandover(people().taker, clientId, now)).toMatchObject({ ok: false });
    expect(await ownerOf()).toBe(people().stranger.userId);
    await updateClient(clientId, { ownerId: people().giver.userId });
    await offer();
    await (await getDb()).client.update({ where: { id: clientId }, data: { deletedAt: now } });
    expect(await listOffersTo(people().taker, now)).toEqual([]);
    expect(await acceptHandover(people().taker, clientId, now)).toMatchObject({ ok: false });
  });

  it("is no longer verified in other hands, unless an administrator hands it over", async () => {
    await updateClient(clientId, { status: "verified" });
    await offer();
    await acceptHandover(people().taker, clientId, now);
    expect(await findClientDetails(clientId)).toMatchObject({ status: "development", reviewedHosts: [] });
    await updateClient(clientId, { status: "verified", isTrusted: true });
    expect(await offerHandover(await manage(people().taker, clientId), "x@example.org", now)).toMatchObject({
      problem: { key: "trusted_stays" },
    });
    const admin = await makePerson(`admin-${count}@example.org`, true);
    await offerHandover(await manage(admin, clientId), `giver-${count}@example.org`, now);
    await acceptHandover(people().giver, clientId, now);
    expect(await findClientDetails(clientId)).toMatchObject({ status: "verified", isTrusted: true });
    expect(await ownerOf()).toBe(people().giver.userId);
  });

  it("is not taken where it looks like a verified app of somebody else, unless an administrator hands it over", async () => {
    await updateClient(clientId, { status: "verified", name: "Staff Directory" });
    const second = await makeClient(people().giver, { name: "Staff Direct0ry" });
    const take = () => acceptHandover(people().taker, second.clientId, now);
    await offerHandover(await manage(people().giver, second.clientId), to, now);
    expect(await take()).toMatchObject({ problem: { key: "offer_like_verified" } });
    expect((await findClientDetails(second.clientId))?.ownerId).toBe(people().giver.userId);
    const admin = await makePerson(`admin-${count}@example.org`, true);
    await offerHandover(await manage(admin, second.clientId), to, now);
    expect(await take()).toMatchObject({ ok: true });
    await updateClient(clientId, { name: "Something Else" });
  });

  it("is no longer changed by the token of a program that registered it (RFC 7592 §2)", async () => {
    const data = { ownerId: null, isSelfRegistered: true, registrationTokenHash: "the hash of a token" };
    await (await getDb()).client.update({ where: { id: clientId }, data });
    const admin = await makePerson(`admin-${count}@example.org`, true);
    await offerHandover(await manage(admin, clientId), to, now);
    expect(await registrationStore.findRegistration(clientId), "until it is taken").not.toBeNull();
    expect(await acceptHandover(people().taker, clientId, now)).toMatchObject({ ok: true });
    expect(await registrationStore.findRegistration(clientId)).toBeNull();
  });

  it("counts among the apps of whoever takes it", async () => {
    resetEnv({ PORTICO_APPS_PER_ACCOUNT: "1" });
    await makeClient(people().taker);
    await offer();
    expect(await acceptHandover(people().taker, clientId, now)).toMatchObject({ problem: { key: "too_many_apps" } });
    expect(await ownerOf()).toBe(people().giver.userId);
  });

  it.each([
    ["", "bad_email"],
    ["nobody", "bad_email"],
    ["user@example.org\r\nBcc: other@example.org", "bad_email"],
  ])("is offered to no %j", async (email, key) => {
    expect(await offer(email)).toMatchObject({ problem: { key } });
  });

  it("is not offered to its owner, nor more than ten times an hour", async () => {
    expect(await offer(`giver-${count}@example.org`)).toMatchObject({ problem: { key: "owner_already" } });
    for (let n = 0; n < 10; n += 1) await offer(`taker-${count}-${n}@example.org`);
    expect(await offer()).toMatchObject({ problem: { key: "handovers_too_fast" } });
  });

  it("is mailed to one address three times an hour, whoever offers it; what came beyond stands in the console", async () => {
    await offer();
    await offer();
    for (const _ of [1, 2, 3]) {
      const other = await makeClient(people().stranger);
      expect(await offerHandover(await manage(people().stranger, other.clientId), to, now)).toMatchObject({ ok: true });
    }
    expect(await mailsTo(to)).toHaveLength(3);
    expect(await listOffersTo(people().taker, now)).toHaveLength(4);
    await offer(to, new Date(now.getTime() + 3_601_000));
    expect(await mailsTo(to)).toHaveLength(4);
  });

  it("is one of the 20 newest that its person sees, with how many there are besides; programs get all of them", async () => {
    expect(await findNewestOffersTo(people().taker, now)).toEqual({ offers: [], others: 0 });
    const db = await getDb();
    for (let n = 0; n < 22; n += 1) {
      const { clientId } = await makeClient(people().giver);
      const createdAt = new Date(now.getTime() + n);
      await db.clientHandover.create({
        data: { clientId, email: to, isVouched: false, expiresAt: days(7), createdAt },
      });
      if (n === 19) expect(await findNewestOffersTo(people().taker, now)).toMatchObject({ others: 0 });
    }
    const { offers, others } = await findNewestOffersTo(people().taker, now);
    const all = await listOffersTo(people().taker, now);
    expect([offers.length, others, all.length]).toEqual([20, 2, 22]);
    expect(offers).toEqual(all.slice(0, 20));
  });

  it("is named in the mails in quotes, and by no link", async () => {
    await updateClient(clientId, { name: "Gift at https://evil.example" });
    await offer();
    await acceptHandover(people().taker, clientId, now);
    for (const email of [to, `giver-${count}@example.org`]) {
      const [mail] = await mailsTo(email);
      const text = `${mail?.subject} ${mail?.body}`;
      expect(text).toContain("“Gift at https\u2236//evil\u2024example”");
      expect(text).not.toContain("evil.example");
    }
  });

  it("of a person with such a letter finds nothing: NUL", async () => {
    expect(await findOfferTo(people().taker, "a\0b", now)).toBeNull();
  });
});
