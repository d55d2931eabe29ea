import { beforeEach, describe, expect, it } from "vitest";
import { listOwnActivity } from "../account/activity";
import { auditFilterSchema, listAuditEvents } from "../admin/audit-log";
import { createInitialToken, listInitialTokens } from "../admin/initial-tokens";
import { findLookAlikes } from "../admin/look-alikes";
import { type Actor, findAdministrator } from "../auth/actor";
import { findResetLink } from "../auth/reset-link";
import { makePerson } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { getDb } from "../db/driver/database";
import { newId } from "../db/driver/new-id";
import { insertLinkFor } from "../db/people/email-codes";
import type { Reach } from "../db/people/reach";
import { resetPassword } from "../db/people/reset-password";
import { insertSession, listSessions } from "../db/people/sessions";
import { findUser } from "../db/people/users";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { makeAdministrator, makeSupport, unmakeAdministrator, unmakeSupport } from "./administrators";
import { setPersonClaim } from "./claim-values";
import { defineClaim, listClaims, removeClaim } from "./defined-claims";
import { deletePerson } from "./delete-person";
import { createGroup, listGroups } from "./groups";
import { listPeople } from "./list-people";
import { ManagedGroup } from "./managed-group";
import { ManagedPerson } from "./managed-person";
import { requireNewFactor } from "./require-new-factor";
import { makeResetLink } from "./reset-link";
import { endPersonSessions, resumePerson, suspendPerson } from "./suspend-person";

useTestDatabase();

const now = new Date("2026-11-29T12:00:00Z");
let administrator: Actor & { userId: string };
let support: Actor & { userId: string };
let member: Actor & { userId: string };

beforeEach(async () => {
  const db = await getDb();
  await db.group.deleteMany();
  await db.claimDefinition.deleteMany();
  await db.user.deleteMany();
  await db.auditEvent.deleteMany();
  administrator = await makePerson("admin@example.org", true);
  support = { ...(await makePerson("support@example.org")), isSupport: true };
  member = await makePerson("member@example.org");
  await makeSupport(await manage(administrator, support));
});

async function manage(actor: Actor, whom: { userId: string }): Promise<ManagedPerson> {
  const person = await ManagedPerson.find(actor, whom.userId);
  if (!person) throw new Error("may not be seen");
  return person;
}

const ACTS = {
  suspend: (person: ManagedPerson) => suspendPerson(person, now),
  resume: (person: ManagedPerson) => resumePerson(person, now),
  "sign out": (person: ManagedPerson) => endPersonSessions(person, now),
  "take the factors of": (person: ManagedPerson) => requireNewFactor(person, now),
  "make a link for": (person: ManagedPerson) => makeResetLink(person, now),
};
const KEPT = {
  delete: (person: ManagedPerson) => deletePerson(person, now),
  "make an administrator of": (person: ManagedPerson) => makeAdministrator(person, now),
  "take the powers of": (person: ManagedPerson) => unmakeAdministrator(person, now),
  "make support of": (person: ManagedPerson) => makeSupport(person),
  "take support from": (person: ManagedPerson) => unmakeSupport(person),
};

describe("support", () => {
  it("sees everybody, also administrators", async () => {
    expect((await listPeople(support, { limit: 10 }))?.people).toHaveLength(3);
    expect((await manage(support, administrator)).user.email).toBe("admin@example.org");
    const found = await listPeople(administrator, { state: "support", limit: 10 });
    expect(found?.people).toMatchObject([{ email: "support@example.org", isSupport: true, isAdmin: false }]);
  });

  it.each(Object.entries(ACTS))("may %s a person, and no administrator", async (_name, act) => {
    expect(await act(await manage(support, member))).toMatchObject({ ok: true });
    await (await getDb()).auditEvent.deleteMany();
    const refusal = { ok: false, problem: "administratorOnly" };
    expect(await act(await manage(support, administrator))).toEqual(refusal);
    expect(await listEvents({ limit: 1 })).toEqual([]);
    expect((await findUser(administrator.userId))?.suspendedAt).toBeNull();
  });

  it("holds no link to an account that became an administrator's since", async () => {
    const made = await makeResetLink(await manage(support, member), new Date());
    const token = made.ok ? (new URL(made.value.link).searchParams.get("token") ?? "") : "";
    expect(await findResetLink(token)).toMatchObject({ by: "operator" });
    await makeAdministrator(await manage(administrator, member), new Date());
    expect(await findResetLink(token)).toBeNull();
  });

  it.each(Object.entries(KEPT))("may not %s anybody, not even themselves", async (_name, act) => {
    for (const whom of [member, administrator, support]) {
      const result = await act(await manage(support, whom));
      expect([
        { ok: false, problem: "administratorOnly" },
        { ok: false, problem: "oneself" },
      ]).toContainEqual(result);
    }
    expect(await findUser(member.userId)).toMatchObject({ isAdmin: false, isSupport: false });
    expect(await findUser(administrator.userId)).toMatchObject({ isAdmin: true, isSupport: false });
    expect(await findUser(support.userId)).toMatchObject({ isAdmin: false, isSupport: true });
  });

  it("defines no claims and no groups, and gives nobody a value or a place in them, by which apps decide", async () => {
    const made = await createGroup(administrator, "editors", now);
    const claim = {
      name: "team",
      type: "text",
      editor: "administrator",
      label: "Team",
      labels: {},
      scope: "profile",
    } as const;
    await defineClaim(administrator, claim, now);
    expect(await ManagedGroup.find(support, made.ok ? made.value.groupId : "")).toBeNull();
    expect(await listGroups(support, { limit: 1 })).toBeNull();
    expect(await createGroup(support, "writers", now)).toEqual({ ok: false, problem: "missing" });
    expect(await listClaims(support)).toBeNull();
    expect(await defineClaim(support, { ...claim, name: "desk" }, now)).toEqual({ ok: false, problem: "missing" });
    expect(await removeClaim(support, "team", now)).toEqual({ ok: false, problem: "missing" });
    expect(await setPersonClaim(await manage(support, member), "team", "Red", now)).toMatchObject({ ok: false });
  });

  it("stores no link to an account that became an administrator's while it was made", async () => {
    const link = { purpose: "operator_reset", codeHash: "", createdAt: now, expiresAt: new Date(now.getTime() + 1000) };
    const store = (whom: { userId: string }, reach: Reach) => {
      const codeId = newId();
      const row = { ...link, codeId, userId: whom.userId, email: "user@example.org", linkHash: codeId, madeById: null };
      return insertLinkFor(row, reach);
    };
    expect(await store(administrator, "others than administrators")).toBe(false);
    expect(await store(administrator, "everybody")).toBe(true);
    expect(await store(member, "others than administrators")).toBe(true);
    expect(await (await getDb()).emailCode.count({ where: { userId: administrator.userId } })).toBe(1);
  });

  it("does nothing to somebody who became an administrator since they were looked up", async () => {
    for (const [name, act] of Object.entries(ACTS)) {
      const person = await manage(support, member);
      await makeAdministrator(await manage(administrator, member), now);
      expect(await act(person), name).toEqual({ ok: false, problem: "administratorOnly" });
      expect(await findUser(member.userId), name).toMatchObject({ isAdmin: true, suspendedAt: null });
      await unmakeAdministrator(await manage(administrator, member), now);
    }
  });

  it("sees nothing else of the administration: no apps, no tokens, no audit log", async () => {
    expect(await findAdministrator(support)).toBeNull();
    expect(await findLookAlikes(support)).toBeNull();
    expect(await listInitialTokens(support, now)).toBeNull();
    const token = { note: null, uses: 1, days: 1, isTrusted: true };
    expect(await createInitialToken(support, token, now)).toMatchObject({ ok: false });
    expect(await listAuditEvents(support, auditFilterSchema.parse({}))).toBeNull();
  });

  it.each([
    ["is no longer support", async () => unmakeSupport(await manage(administrator, support))],
    ["is suspended", async () => suspendPerson(await manage(administrator, support), now)],
    ["is deleted", async () => deletePerson(await manage(administrator, support), now)],
  ])("leaves no link that works once its maker %s", async (_title, end) => {
    const made = await makeResetLink(await manage(support, member), now);
    const token = made.ok ? (new URL(made.value.link).searchParams.get("token") ?? "") : "";
    const proof = await findResetLink(token, now);
    if (!proof) throw new Error("the link does not work");
    expect(await end()).toMatchObject({ ok: true });
    expect(await findResetLink(token, now)).toBeNull();
    // Whoever had the page open already.
    const reset = { codeId: proof.codeId, userId: member.userId, passwordHash: "new", provesEmail: false };
    expect(await resetPassword(reset, now)).toBeNull();
  });

  it("makes 60 links an hour, and the person whom one is for sees that an administrator made it", async () => {
    const person = await manage(support, member);
    for (let n = 0; n < 60; n += 1) expect(await makeResetLink(person, now)).toMatchObject({ ok: true });
    expect(await makeResetLink(person, now)).toEqual({ ok: false, problem: "tooMany", retryAfter: 3600 });
    const { entries } = await listOwnActivity({ userId: member.userId });
    expect(entries[0]?.kind).toBe("resetLinkMade");
    expect(JSON.stringify(entries)).not.toContain(support.userId);
  });

  it("counts only while the account has the role, whatever the actor says", async () => {
    await unmakeSupport(await manage(administrator, support));
    expect(await ManagedPerson.find(support, member.userId)).toBeNull();
    expect(await ManagedPerson.find({ ...member, isSupport: true }, member.userId)).toBeNull();
    expect(await ManagedPerson.find({ ...support, isSupport: false }, member.userId)).toBeNull();
  });

  it("becomes an administrator whole, and is one role at a time", async () => {
    await makeAdministrator(await manage(administrator, support), now);
    expect(await findUser(support.userId)).toMatchObject({ isAdmin: true, isSupport: false });
    expect(await makeSupport(await manage(administrator, support))).toEqual({ ok: true, value: null });
    expect(await findUser(support.userId)).toMatchObject({ isAdmin: true, isSupport: false });
    const db = await getDb();
    const both = db.user.update({ where: { id: support.userId }, data: { isSupport: true } });
    await expect(both).rejects.toThrow("users_one_role");
  });

  /** A session of the member's, of a sign-in by these methods. */
  async function signIn(...amr: string[]): Promise<string> {
    const sessionId = newId();
    const { userId } = member;
    const expiresAt = new Date(now.getTime() + 86_400_000);
    const times = { authenticatedAt: now, createdAt: now, lastSeenAt: now, expiresAt };
    await insertSession({ sessionId, userId, amr, ...times, tokenHash: sessionId, ipAddress: null, userAgent: null });
    return sessionId;
  }

  it.each([
    ["support", makeSupport],
    ["an administrator", makeAdministrator],
  ])("where a second factor is required, who becomes %s signs in anew with one", async (_role, make) => {
    await signIn("pwd");
    const strong = await signIn("pwd", "otp", "mfa");
    resetEnv({ PORTICO_SECOND_FACTORS: "required-for-administrators" });
    expect(await make(await manage(administrator, member), now)).toEqual({ ok: true, value: null });
    resetEnv();
    expect((await listSessions(member.userId, now)).map(({ sessionId }) => sessionId)).toEqual([strong]);
  });

  it("leaves sessions as they are where none is required", async () => {
    await signIn("pwd");
    await makeSupport(await manage(administrator, member), now);
    expect(await listSessions(member.userId, now)).toHaveLength(1);
  });

  it("is given and taken with an event for each, and not to a suspended account", async () => {
    await unmakeSupport(await manage(administrator, support));
    await unmakeSupport(await manage(administrator, support));
    const types = (await listEvents({ userId: support.userId, limit: 5 })).map(({ type, data }) => [type, data.by]);
    expect(types).toEqual([
      ["support.removed", administrator.userId],
      ["support.added", administrator.userId],
    ]);
    await suspendPerson(await manage(administrator, member), now);
    expect(await makeSupport(await manage(administrator, member))).toEqual({ ok: false, problem: "suspended" });
  });

  it("leaves the last administrator where they are", async () => {
    expect(await unmakeAdministrator(await manage(administrator, administrator), now)).toEqual({
      ok: false,
      problem: "lastAdministrator",
    });
  });
});
