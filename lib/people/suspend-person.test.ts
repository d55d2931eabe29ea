import { beforeEach, describe, expect, it } from "vitest";
import { type Actor, operator } from "../auth/actor";
import { findResetLink } from "../auth/reset-link";
import { makeClient, makePerson } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { getDb } from "../db/driver/database";
import { newId } from "../db/driver/new-id";
import { insertSession, listSessions } from "../db/people/sessions";
import { deleteUser } from "../db/people/standing";
import { findUser } from "../db/people/users";
import { claimJobs } from "../db/portal/jobs";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import {
  ALICE,
  accessToken,
  authorizationCode,
  BOB,
  CONTRACT_SEED,
  grant,
  refreshToken,
  START,
  WEB_CLIENT,
} from "../oauth/testing/fixtures";
import { makeAdministrator, unmakeAdministrator } from "./administrators";
import { deletePerson } from "./delete-person";
import { ManagedPerson } from "./managed-person";
import { makeResetLink } from "./reset-link";
import { endPersonSessions, resumePerson, suspendPerson } from "./suspend-person";

useTestDatabase();

const told = { ...WEB_CLIENT, clientId: "told", backchannelLogoutUri: "https://client.example/backchannel" };
const { userId } = ALICE;
let administrator: Actor & { userId: string };

beforeEach(async () => {
  await seedStore({ ...CONTRACT_SEED, clients: [WEB_CLIENT, told] });
  await (await getDb()).job.deleteMany();
  await (await getDb()).auditEvent.deleteMany();
  administrator = await makePerson("admin@example.org", true);
});

async function manage(id = userId, actor: Actor = administrator): Promise<ManagedPerson> {
  const person = await ManagedPerson.find(actor, id);
  if (!person) throw new Error("may not be seen");
  return person;
}

/** A device of the person's, and an app's tokens that came from it. */
async function signIn(of = userId): Promise<{ tokenHashes: string[]; sessionId: string }> {
  const sessionId = newId();
  const session = { sessionId, userId: of, authenticatedAt: START, amr: ["pwd"], ipAddress: null, userAgent: null };
  const expiresAt = new Date(START.getTime() + 86_400_000);
  await insertSession({ ...session, tokenHash: sessionId, createdAt: START, lastSeenAt: START, expiresAt });
  const given = grant({ userId: of, clientId: "told", sessionId });
  await oauthStore.createAuthorizationCode(given, authorizationCode(given), null);
  const access = accessToken(given);
  const refresh = refreshToken(given);
  const db = await getDb();
  await db.accessToken.create({ data: access });
  await db.refreshToken.create({ data: refresh });
  return { tokenHashes: [access.tokenHash, refresh.tokenHash], sessionId };
}

/** What is left of what a sign-in gave. */
async function listLive(of = userId): Promise<string[]> {
  const db = await getDb();
  const where = { revokedAt: null };
  const grants = await db.grant.count({ where: { userId: of, ...where } });
  const access = await db.accessToken.count({ where: { userId: of, ...where } });
  const refresh = await db.refreshToken.count({ where: { grant: { userId: of }, ...where } });
  const sessions = (await listSessions(of, START)).length;
  return Object.entries({ grants, access, refresh, sessions }).map(([name, count]) => `${count} ${name}`);
}

async function notices(): Promise<unknown[]> {
  const kinds = ["backchannel-logout"];
  const jobs = await claimJobs({ kinds, now: START, limit: 100, leaseSeconds: 1, perHost: 100, perOwner: 100 });
  return jobs.map(({ payload }) => payload);
}

const all = ["1 grants", "1 access", "1 refresh", "1 sessions"];
const nothing = ["0 grants", "0 access", "0 refresh", "0 sessions"];

describe("suspending a person (OWASP ASVS 7.4.2)", () => {
  it("ends their sessions, grants and tokens at once, tells their apps, and touches nobody else's", async () => {
    const { sessionId } = await signIn();
    await signIn(BOB.userId);
    expect(await suspendPerson(await manage(), START)).toEqual({ ok: true, value: { sessions: 1 } });
    expect(await listLive()).toEqual(nothing);
    expect(await listLive(BOB.userId)).toEqual(all);
    expect(await notices()).toEqual([{ clientId: "told", userId, sessionId }]);
    expect((await findUser(userId))?.suspendedAt).toEqual(START);
    expect(await suspendPerson(await manage(), START)).toEqual({ ok: true, value: { sessions: 0 } });
  });

  it("brings nothing back when it ends, not even what came in the moment of the suspension", async () => {
    await suspendPerson(await manage(), START);
    await signIn();
    expect(await resumePerson(await manage(), START)).toEqual({ ok: true, value: null });
    expect((await findUser(userId))?.suspendedAt).toBeNull();
    expect(await listLive()).toEqual(nothing);
    expect(await resumePerson(await manage(), START)).toEqual({ ok: true, value: null });
  });

  it("ends codes and links from before for good: none of them works when it is over", async () => {
    const made = await makeResetLink(await manage(), START);
    const token = new URL(made.ok ? made.value.link : "").searchParams.get("token") ?? "";
    expect(await findResetLink(token, START)).toMatchObject({ userId });
    await suspendPerson(await manage(), START);
    await resumePerson(await manage(), START);
    expect(await findResetLink(token, START)).toBeNull();
  });

  it("is an event, with who did it, that the person sees", async () => {
    await suspendPerson(await manage(userId, operator), START);
    await resumePerson(await manage(), START);
    const events = await listEvents({ userId, types: ["user.suspended", "user.resumed"], limit: 10 });
    expect(events.map(({ type, data }) => [type, data.by])).toEqual([
      ["user.resumed", administrator.userId],
      ["user.suspended", null],
    ]);
  });
});

it("signs a person out everywhere, apps included, who signs in again (OWASP ASVS 7.4.5)", async () => {
  await signIn();
  expect(await endPersonSessions(await manage(), START)).toEqual({ ok: true, value: { sessions: 1 } });
  expect(await listLive()).toEqual(nothing);
  expect((await findUser(userId))?.suspendedAt).toBeNull();
});

describe("deleting a person", () => {
  it("takes what hangs on the account, and tells apps; its own apps go where somebody says, and never to the operator", async () => {
    await signIn();
    const db = await getDb();
    await db.client.update({ where: { id: WEB_CLIENT.clientId }, data: { ownerId: userId } });
    expect(await deletePerson(await manage(), START)).toEqual({ ok: false, problem: "ownsApps" });
    const nobody = { newOwner: "nobody@example.org" };
    expect(await deletePerson(await manage(), START, nobody)).toEqual({ ok: false, problem: "noNewOwner" });
    expect((await findUser(userId))?.suspendedAt, "nothing happened").toBeNull();
    expect(await deletePerson(await manage(), START, "take")).toEqual({ ok: true, value: { apps: 1 } });
    expect(await findUser(userId)).toBeNull();
    expect(await listLive()).toEqual(nothing);
    expect(await notices()).toHaveLength(1);
    expect(await db.client.findUnique({ where: { id: WEB_CLIENT.clientId } })).toMatchObject({
      ownerId: administrator.userId,
    });
    const [event] = await listEvents({ userId, types: ["user.deleted"], limit: 1 });
    expect(event?.data).toEqual({ by: administrator.userId });
  });

  it("gives apps away without the invitations that their last owner sent, and leaves those of other apps", async () => {
    const db = await getDb();
    const { clientId: other } = await makeClient(administrator);
    await db.client.update({ where: { id: WEB_CLIENT.clientId }, data: { ownerId: userId } });
    const invitation = {
      email: "user@example.org",
      role: "developer",
      createdAt: START,
      expiresAt: new Date(START.getTime() + 1),
    };
    await db.teamInvitation.createMany({
      data: [WEB_CLIENT.clientId, other].map((clientId) => ({ clientId, ...invitation })),
    });
    expect(await deletePerson(await manage(), START, "take")).toEqual({ ok: true, value: { apps: 1 } });
    expect((await db.teamInvitation.findMany()).map(({ clientId }) => clientId)).toEqual([other]);
  });

  it("gives no app to somebody who left in the same moment: that account would never be deleted", async () => {
    const db = await getDb();
    await db.client.update({ where: { id: WEB_CLIENT.clientId }, data: { ownerId: userId } });
    const leaver = await makePerson("leaver@example.org");
    await db.user.update({ where: { id: leaver.userId }, data: { suspendedAt: START, deleteAt: START } });
    const refused = { change: "ownsApps", apps: [] };
    expect(await deleteUser(userId, { newOwnerId: leaver.userId }, START)).toEqual(refused);
    expect((await findUser(userId))?.suspendedAt, "nothing happened").toBeNull();
    expect(await db.client.findUnique({ where: { id: WEB_CLIENT.clientId } })).toMatchObject({ ownerId: userId });
  });

  it("can take their apps along, those of their bin in any case, and leaves those of others", async () => {
    const db = await getDb();
    const { clientId: other } = await makeClient(administrator);
    const { clientId: thrownAway } = await makeClient(administrator);
    await db.client.update({ where: { id: WEB_CLIENT.clientId }, data: { ownerId: userId } });
    await db.client.update({ where: { id: thrownAway }, data: { ownerId: userId, deletedAt: START } });
    expect(await deletePerson(await manage(), START, "delete")).toEqual({ ok: true, value: { apps: 1 } });
    const left = await db.client.findMany({ where: { id: { in: [WEB_CLIENT.clientId, thrownAway, other] } } });
    expect(left.map(({ id }) => id)).toEqual([other]);
  });

  it("cannot leave an app without an owner, by whatever statement", async () => {
    const db = await getDb();
    await db.client.update({ where: { id: WEB_CLIENT.clientId }, data: { ownerId: userId } });
    await expect(db.user.delete({ where: { id: userId } })).rejects.toThrow();
    expect(await db.client.findUnique({ where: { id: WEB_CLIENT.clientId } })).toMatchObject({ ownerId: userId });
  });

  it("that is gone already says so", async () => {
    const person = await manage();
    await deletePerson(person, START);
    for (const act of [deletePerson, suspendPerson, resumePerson, endPersonSessions, unmakeAdministrator]) {
      expect(await act(person, START)).toEqual({ ok: false, problem: "missing" });
    }
    expect(await makeAdministrator(person, START)).toEqual({ ok: false, problem: "missing" });
  });
});

describe("the last administrator", () => {
  it("cannot be suspended, deleted or made an ordinary person, by the operator either", async () => {
    const person = await manage(administrator.userId, operator);
    for (const act of [suspendPerson, deletePerson, unmakeAdministrator]) {
      expect(await act(person, START)).toEqual({ ok: false, problem: "lastAdministrator" });
    }
    expect(await findUser(administrator.userId)).toMatchObject({ isAdmin: true, suspendedAt: null });
  });

  it("is not replaced by one who is suspended", async () => {
    const other = await makePerson("second@example.org", true);
    expect(await suspendPerson(await manage(other.userId), START)).toMatchObject({ ok: true });
    const person = await manage(administrator.userId, operator);
    expect(await unmakeAdministrator(person, START)).toEqual({ ok: false, problem: "lastAdministrator" });
    expect(await deletePerson(await manage(other.userId), START)).toMatchObject({ ok: true });
  });

  it.each([
    ["suspend", suspendPerson],
    ["delete", deletePerson],
    ["unmake", unmakeAdministrator],
  ])("stays when two %s each other at the same time", async (_name, act) => {
    const other = await makePerson("second@example.org", true);
    const one = await manage(administrator.userId, other);
    const two = await manage(other.userId);
    const results = await Promise.all([act(one, START), act(two, START)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const db = await getDb();
    expect(await db.user.count({ where: { isAdmin: true, suspendedAt: null } })).toBe(1);
  });
});

it("makes an administrator of somebody, once, and of nobody who is suspended", async () => {
  const { userId: bob } = BOB;
  expect(await makeAdministrator(await manage(bob), START)).toEqual({ ok: true, value: null });
  expect(await makeAdministrator(await manage(bob), START)).toEqual({ ok: true, value: null });
  expect(await unmakeAdministrator(await manage(bob), START)).toEqual({ ok: true, value: null });
  const types = ["administrator.added", "administrator.removed"] as const;
  expect((await listEvents({ userId: bob, types, limit: 10 })).map(({ type }) => type)).toEqual([...types].reverse());
  await suspendPerson(await manage(bob), START);
  expect(await makeAdministrator(await manage(bob), START)).toEqual({ ok: false, problem: "suspended" });
});

it("nobody suspends or deletes themselves", async () => {
  await makePerson("second@example.org", true);
  const person = await manage(administrator.userId);
  expect(await suspendPerson(person, START)).toEqual({ ok: false, problem: "oneself" });
  expect(await deletePerson(person, START)).toEqual({ ok: false, problem: "oneself" });
});

it("nobody but an administrator gets at a person, whoever says they are one", async () => {
  const developer = await makePerson("developer@example.org");
  for (const actor of [developer, { ...developer, isAdmin: true }, { ...administrator, isAdmin: false }]) {
    expect(await ManagedPerson.find(actor, userId)).toBeNull();
    expect(await ManagedPerson.findByEmail(actor, ALICE.email)).toBeNull();
  }
  expect((await ManagedPerson.findByEmail(administrator, ALICE.email.toUpperCase()))?.user.userId).toBe(userId);
  expect(await ManagedPerson.find(administrator, "no id")).toBeNull();
});
