import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { type Actor, operator } from "../auth/actor";
import { findCurrentUser } from "../auth/current-user";
import { handleInvitation } from "../auth/handle-invitation";
import { getPasswordPool } from "../auth/password-pool";
import { locationOf, TestBrowser } from "../auth/testing/browser";
import { makePerson } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { getDb } from "../db/driver/database";
import { listMails } from "../db/people/mails";
import { findUserByEmail } from "../db/people/users";
import { storeSettings } from "../db/portal/settings";
import { sweepExpired } from "../db/portal/sweep";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { INVITATION_LIFETIME, invite, listInvitations, sendInvitationAgain, withdrawInvitation } from "./invitations";

useTestDatabase();

const password = "four quiet grey herons";
const email = "new@example.org";
let administrator: Actor & { userId: string };

beforeAll(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" });
  resetMasterKey("a secret for tests, 32 characters and more");
  administrator = await makePerson("admin@example.org", true);
});
afterAll(() => getPasswordPool().close());
beforeEach(async () => {
  const db = await getDb();
  await db.invitation.deleteMany();
  await db.user.deleteMany({ where: { email } });
  await db.mail.deleteMany();
  await db.auditEvent.deleteMany();
});

const days = (count: number) => new Date(Date.now() + count * 86_400_000);

async function send(now = new Date(), actor: Actor = administrator) {
  const result = await invite(actor, email, now);
  if (!result.ok) throw new Error(result.problem);
  return { ...result.value, token: new URL(result.value.link).searchParams.get("token") ?? "" };
}

const accept = (token: string, browser = new TestBrowser()) =>
  browser.post(handleInvitation, { token, name: "New Person", password });

describe("an invitation", () => {
  it("comes by mail, makes an account with a verified address while sign-up is closed, and signs its person in", async () => {
    await storeSettings({ sign_up: "closed" });
    const { token, link } = await send();
    const [mail] = await listMails(5);
    expect(mail).toMatchObject({ recipient: email, subject: "You are invited to Portico" });
    expect(mail?.body).toContain(`\n${link}\n`);
    const browser = new TestBrowser();
    expect(locationOf(await accept(token, browser))).toBe("/account");
    expect(await findCurrentUser(browser.headers)).toMatchObject({ email, name: "New Person", isAdmin: false });
    expect((await findUserByEmail(email))?.emailVerifiedAt).toBeInstanceOf(Date);
    await storeSettings({ sign_up: undefined });
  });

  it("works only while whoever sent it administers the portal", async () => {
    const sender = await makePerson("sender@example.org", true);
    const db = await getDb();
    const listed = async () =>
      (await listInvitations(administrator, { limit: 5, now: new Date() }))?.invitations.map(({ isOver }) => isOver);
    for (const end of [
      () => db.user.update({ where: { id: sender.userId }, data: { isAdmin: false, isSupport: true } }),
      () => db.user.update({ where: { id: sender.userId }, data: { isSupport: false, suspendedAt: new Date() } }),
      () => db.user.delete({ where: { id: sender.userId } }),
    ]) {
      await db.user.update({
        where: { id: sender.userId },
        data: { isAdmin: true, isSupport: false, suspendedAt: null },
      });
      const { token } = await send(new Date(), sender);
      expect(await listed()).toEqual([false]);
      await end();
      expect(await listed(), "administrators see that it has to be sent again").not.toContain(false);
      await accept(token);
      expect(await findUserByEmail(email)).toBeNull();
    }
    expect((await listInvitations(administrator, { limit: 5, now: new Date() }))?.invitations).toEqual([]);
  });

  it("works once, however often its form is sent at the same time", async () => {
    const { token } = await send();
    const answers = await Promise.all([accept(token), accept(token), accept(token)]);
    expect(answers.filter((answer) => locationOf(answer) === "/account")).toHaveLength(1);
    expect(locationOf(await accept(token))).toBe(`/invitation?token=${token}`);
    expect(await (await getDb()).user.count({ where: { email } })).toBe(1);
  });

  it("is for its own address, whatever the form says", async () => {
    const { token } = await send();
    await new TestBrowser().post(handleInvitation, { token, email: "other@example.org", name: "", password });
    expect(await findUserByEmail("other@example.org")).toBeNull();
    expect(await findUserByEmail(email)).not.toBeNull();
  });

  it("is over after seven days, and gone some weeks later", async () => {
    const { token } = await send(days(-7.01));
    expect(locationOf(await accept(token))).toBe(`/invitation?token=${token}`);
    expect(await findUserByEmail(email)).toBeNull();
    const found = await listInvitations(administrator, { limit: 5, now: new Date() });
    expect(found?.invitations).toMatchObject([{ email, isOver: true, invitedByEmail: "admin@example.org" }]);
    await sweepExpired({ now: days(31), auditRetentionDays: 365 });
    expect(await (await getDb()).invitation.count()).toBe(0);
  });

  it("can be withdrawn, once; its link stops working", async () => {
    const { token, invitationId } = await send();
    expect(await withdrawInvitation(administrator, invitationId)).toEqual({ ok: true, value: null });
    expect(await withdrawInvitation(administrator, invitationId)).toEqual({ ok: false, problem: "missing" });
    expect(locationOf(await accept(token))).toBe(`/invitation?token=${token}`);
    expect(await findUserByEmail(email)).toBeNull();
  });

  it("that is sent again has another link for seven more days, and the first link stops working", async () => {
    const first = await send(days(-6));
    const now = new Date();
    const again = await sendInvitationAgain(administrator, first.invitationId, now);
    if (!again.ok) throw new Error(again.problem);
    expect(again.value.expiresAt).toEqual(new Date(now.getTime() + INVITATION_LIFETIME * 1000));
    expect(await (await getDb()).invitation.count()).toBe(1);
    expect(locationOf(await accept(first.token))).toBe(`/invitation?token=${first.token}`);
    const token = new URL(again.value.link).searchParams.get("token") ?? "";
    expect(locationOf(await accept(token))).toBe("/account");
  });

  it("does not reach an address that has an account, and leaves an account alone that was made meanwhile", async () => {
    expect(await invite(administrator, " ADMIN@example.org", new Date())).toEqual({ ok: false, problem: "hasAccount" });
    const { token } = await send();
    await createAccount({ email, password: "three blue bicycles upstream", name: "First" });
    const browser = new TestBrowser();
    await accept(token, browser);
    expect(browser.formState).toMatchObject({ error: "has_account" });
    expect(await findUserByEmail(email)).toMatchObject({ name: "First" });
  });

  it("keeps the rules for passwords, and is not used up by one that is refused", async () => {
    const { token } = await send();
    const browser = new TestBrowser();
    await browser.post(handleInvitation, { token, name: "", password: "short" });
    expect(browser.formState).toMatchObject({ field: "password" });
    expect(locationOf(await accept(token))).toBe("/account");
  });

  it("is stored without the secret of its link, in the log as well", async () => {
    const { token, invitationId } = await send();
    await accept(token);
    const db = await getDb();
    const rows = JSON.stringify([await db.invitation.findMany(), await listEvents({ limit: 50 })]);
    expect(rows).not.toContain(token);
    const types = ["invitation.sent", "user.created"] as const;
    const events = await listEvents({ types, limit: 5 });
    expect(events.map(({ type, data }) => ({ type, id: data.invitationId }))).toEqual([
      { type: "user.created", id: invitationId },
      { type: "invitation.sent", id: invitationId },
    ]);
    expect(events[1]?.data).toMatchObject({ by: administrator.userId, domain: "example.org" });
  });

  it.each(["nobody", "a@b", "a@example.org\nBcc: b@example.org"])("is not sent to %j", async (address) => {
    expect(await invite(operator, address, new Date())).toEqual({ ok: false, problem: "badEmail" });
  });

  it("is nobody's business but administrators', whoever says they are one", async () => {
    const person = await makePerson("person@example.org");
    const { invitationId } = await send();
    const now = new Date();
    for (const actor of [person, { ...person, isAdmin: true }, { ...administrator, isAdmin: false }]) {
      expect(await invite(actor, "x@example.org", now)).toEqual({ ok: false, problem: "forbidden" });
      expect(await sendInvitationAgain(actor, invitationId, now)).toEqual({ ok: false, problem: "forbidden" });
      expect(await withdrawInvitation(actor, invitationId)).toEqual({ ok: false, problem: "forbidden" });
      expect(await listInvitations(actor, { limit: 5, now })).toBeNull();
    }
  });

  it("waits in a list, page by page, newest first", async () => {
    for (const name of ["a", "b", "c"]) await invite(operator, `${name}@example.org`, new Date());
    const now = new Date();
    const first = await listInvitations(administrator, { limit: 2, now });
    expect(first?.invitations.map((each) => each.email)).toEqual(["c@example.org", "b@example.org"]);
    const after = first?.invitations.at(-1)?.invitationId;
    const second = await listInvitations(administrator, { limit: 2, after, now });
    expect(second).toMatchObject({ hasMore: false, invitations: [{ email: "a@example.org", invitedByEmail: null }] });
    expect(await listInvitations(administrator, { limit: 2, after: "no id", now })).toMatchObject({ invitations: [] });
  });
});
