import { beforeEach, describe, expect, it } from "vitest";
import { listOwnClaims, saveOwnClaim } from "../account/own-claims";
import { allowApp } from "../account/testing/allow-app";
import { registerApi } from "../apis/registered-apis";
import { type Actor, operator } from "../auth/actor";
import { makeClient, makePerson } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { getDb } from "../db/driver/database";
import { listClaimValues, MOST_CLAIMS } from "../db/people/claims";
import { oauthStore } from "../db/protocol/store";
import { useTestDatabase } from "../db/testing/test-database";
import { nameSeenValue } from "../forms/seen";
import { setPersonClaim } from "./claim-values";
import {
  type ClaimChanges,
  changeClaim,
  defineClaim,
  listClaimScopes,
  listClaims,
  type NewClaim,
  nameSeenClaim,
  removeClaim,
} from "./defined-claims";
import { ManagedPerson } from "./managed-person";

useTestDatabase();

const now = new Date("2026-11-29T12:00:00Z");
const TEAM: NewClaim = {
  name: "team",
  type: "text",
  editor: "administrator",
  label: "Team",
  labels: {},
  scope: "profile",
};
const OWN_SCOPE = {
  name: "work",
  title: "See where you work",
  detail: null,
  texts: { ko: { title: "직장 보기", detail: null } },
};
let administrator: Actor & { userId: string };
let member: Actor & { userId: string };

beforeEach(async () => {
  const db = await getDb();
  await db.claimDefinition.deleteMany();
  await db.scope.deleteMany({ where: { name: { in: ["work", "office"] } } });
  await db.client.deleteMany();
  await db.user.deleteMany();
  await db.auditEvent.deleteMany();
  administrator = await makePerson("admin@example.org", true);
  member = await makePerson("member@example.org");
});

const define = (changes: Partial<NewClaim> = {}) => defineClaim(administrator, { ...TEAM, ...changes }, now);

async function setTo(typed: string, name = "team", seen: string | null = null) {
  const person = await ManagedPerson.find(administrator, member.userId);
  if (!person) throw new Error("may not be seen");
  return setPersonClaim(person, name, typed, now, seen);
}

describe("the operator's own claims", () => {
  it("are defined by an administrator, and brought by a scope about people", async () => {
    expect(await listClaimScopes(administrator)).toEqual(["address", "email", "groups", "phone", "profile"]);
    expect(await define({ labels: { ko: " 팀 ", de: "" } })).toMatchObject({ ok: true });
    expect(await listClaims(operator)).toMatchObject([{ name: "team", scopeName: "profile", labels: { ko: "팀" } }]);
    const [profile] = await oauthStore.findScopes(["profile"]);
    expect(profile?.claims).toEqual(["team"]);
    const data = { by: administrator.userId, name: "team", scope: "profile" };
    expect(await listEvents({ limit: 1 })).toMatchObject([{ type: "claim.defined", data, ipAddress: "192.0.2.1" }]);
  });

  it("may have a scope of their own, with words in each language, which is there as long as one of them is", async () => {
    await define({ name: "desk", scope: OWN_SCOPE });
    expect(await define({ name: "floor", scope: OWN_SCOPE })).toEqual({ ok: false, problem: "scopeTaken" });
    expect(await define({ name: "floor", scope: "work" })).toMatchObject({ ok: true });
    const [scope] = await oauthStore.findScopes(["work"]);
    expect(scope).toMatchObject({ title: OWN_SCOPE.title, texts: OWN_SCOPE.texts, risk: "identity", isPublic: true });
    expect(scope?.claims).toEqual(["desk", "floor"]);
    await removeClaim(administrator, "desk", now);
    expect(await oauthStore.findScopes(["work"])).toMatchObject([{ claims: ["floor"] }]);
    await removeClaim(administrator, "floor", now);
    expect(await oauthStore.findScopes(["work"])).toMatchObject([{ claims: [], retiredAt: now }]);
    await define();
    await removeClaim(administrator, "team", now);
    expect(await oauthStore.findScopes(["profile"])).toMatchObject([{ claims: [] }]);
  });

  it("leave the name of their scope taken: what people allowed under it opens nothing else, a claim or an API", async () => {
    const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
    await define({ name: "desk", scope: OWN_SCOPE });
    const { clientId } = await makeClient(member);
    await allowApp(member.userId, clientId, { scopes: ["openid", "work"], token: { expiresAt: later(3600) } });
    await removeClaim(administrator, "desk", now);
    expect(await oauthStore.findScopes(["work"])).toMatchObject([{ claims: [], retiredAt: now }]);
    expect(await listClaimScopes(administrator)).not.toContain("work");
    expect(await define({ name: "salary", scope: OWN_SCOPE })).toEqual({ ok: false, problem: "scopeTaken" });
    expect(await define({ name: "salary", scope: "work" })).toEqual({ ok: false, problem: "scopeInvalid" });
    const scopes = [{ name: "work", title: "Work for you" }];
    const api = { identifier: "https://work.example.org", name: "Work", scopes };
    expect(await registerApi(administrator, api, later(3599))).toMatchObject({
      problem: { fields: { scopes: "scope_taken" } },
    });
    const salary = { ...TEAM, name: "salary", scope: OWN_SCOPE };
    expect(await defineClaim(administrator, salary, later(3599))).toEqual({ ok: false, problem: "scopeTaken" });
    expect(await defineClaim(administrator, salary, later(3600))).toMatchObject({ ok: true });
    expect(await oauthStore.findScopes(["work"])).toMatchObject([{ claims: ["salary"], retiredAt: null }]);
    const consent = await oauthStore.findConsent(member.userId, clientId);
    expect(
      consent?.scopes.map(({ name }) => name),
      "no yes to the new one",
    ).toEqual(["openid"]);
    expect(await (await getDb()).accessToken.count({ where: { scopes: { has: "work" } } })).toBe(0);
  });

  it("can be changed but for name and type; the scope that a claim leaves alone is retired", async () => {
    await define({ name: "desk", scope: OWN_SCOPE });
    await setTo("4", "desk");
    const changes: ClaimChanges = { label: " Place ", labels: { ko: "자리" }, editor: "person", scope: "profile" };
    expect(await changeClaim(administrator, "desk", changes, now)).toMatchObject({ ok: true });
    expect(await listClaims(administrator)).toMatchObject([
      { name: "desk", type: "text", label: "Place", labels: { ko: "자리" }, editor: "person", scopeName: "profile" },
    ]);
    expect((await listClaimValues(member.userId)).get("desk")).toBe("4");
    expect(await oauthStore.findScopes(["profile"])).toMatchObject([{ claims: ["desk"], retiredAt: null }]);
    expect(await oauthStore.findScopes(["work"])).toMatchObject([{ claims: [], retiredAt: now }]);
    const data = { by: administrator.userId, name: "desk", editor: "person", scope: "profile" };
    expect(await listEvents({ limit: 1 })).toMatchObject([{ type: "claim.changed", data }]);
    const office = { ...OWN_SCOPE, name: "office" };
    expect(await changeClaim(administrator, "desk", { ...changes, scope: office }, now)).toMatchObject({ ok: true });
    expect(await oauthStore.findScopes(["office"])).toMatchObject([{ claims: ["desk"] }]);
    for (const [wrong, problem] of [
      [{ scope: OWN_SCOPE }, "scopeTaken"],
      [{ scope: "work" }, "scopeInvalid"],
      [{ label: "" }, "labelMissing"],
    ] as const)
      expect(await changeClaim(administrator, "desk", { ...changes, ...wrong }, now)).toEqual({ ok: false, problem });
    expect(await changeClaim(administrator, "gone", changes, now)).toEqual({ ok: false, problem: "missing" });
    expect(await changeClaim(member, "desk", changes, now)).toEqual({ ok: false, problem: "missing" });
    expect(await oauthStore.findScopes(["office"]), "nothing was written").toMatchObject([{ claims: ["desk"] }]);
  });

  it("keep what somebody else changed in the same moment, and words in languages that nobody named", async () => {
    await define({ editor: "person", labels: { de: "Gruppe", ko: "팀" } });
    const both = await Promise.all([
      changeClaim(administrator, "team", { editor: "administrator" }, now),
      changeClaim(administrator, "team", { label: "Crew", labels: { ko: "" } }, now),
    ]);
    expect(both).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await listClaims(administrator)).toMatchObject([{ label: "Crew", editor: "administrator" }]);
    expect((await listClaims(administrator))?.[0]?.labels).toEqual({ de: "Gruppe" });
  });

  it("are not saved over a change that the form does not show: who may set it, for one, or its scope", async () => {
    await define({ editor: "person" });
    const form: ClaimChanges = { label: "Crew", labels: {}, editor: "person", scope: "profile" };
    for (const change of [{ editor: "administrator" }, { scope: "email" }, { labels: { ko: "팀" } }] as const) {
      const seen = await nameSeen();
      expect(await changeClaim(administrator, "team", change, now)).toMatchObject({ ok: true });
      const left = await listClaims(administrator);
      expect(await changeClaim(administrator, "team", form, now, seen)).toEqual({ ok: false, problem: "overtaken" });
      expect(await listClaims(administrator)).toEqual(left);
    }
    const newScope = { name: "crew", title: "Your crew", detail: null, texts: {} };
    for (const saved of [form, { ...form, scope: newScope }]) {
      const seen = await nameSeen();
      const press = () => changeClaim(administrator, "team", saved, now, seen);
      expect(await Promise.all([press(), press()]), "both presses").toMatchObject([{ ok: true }, { ok: true }]);
    }

    async function nameSeen(): Promise<string> {
      const [claim] = (await listClaims(administrator)) ?? [];
      if (!claim) throw new Error("no claim");
      return nameSeenClaim(claim);
    }
  });

  it.each([
    [{ name: "sub" }, "nameReserved"],
    [{ name: "Groups" }, "nameReserved"],
    [{ name: "my team" }, "nameMalformed"],
    [{ label: " " }, "labelMissing"],
    [{ label: "x".repeat(81) }, "labelLong"],
    [{ labels: { ko: "x".repeat(81) } }, "labelLong"],
    [{ scope: "openid" }, "scopeInvalid"],
    [{ scope: "offline_access" }, "scopeInvalid"],
    [{ scope: "account:read" }, "scopeInvalid"],
    [{ scope: "nobody" }, "scopeInvalid"],
    [{ scope: { ...OWN_SCOPE, name: "two words" } }, "scopeInvalid"],
    [{ scope: { ...OWN_SCOPE, title: "" } }, "scopeInvalid"],
    [{ scope: { ...OWN_SCOPE, texts: { ko: { title: "", detail: "x" } } } }, "scopeInvalid"],
    [{ scope: { ...OWN_SCOPE, name: "admin" } }, "scopeTaken"],
  ] as const)("are refused with %j: %s", async (changes, problem) => {
    expect(await define(changes)).toEqual({ ok: false, problem });
    expect(await listClaims(administrator)).toEqual([]);
  });

  it("have names that differ by more than capital letters, also of two that come at the same time", async () => {
    const made = await Promise.all([define(), define({ name: "TEAM" })]);
    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
    expect(made).toContainEqual({ ok: false, problem: "taken" });
  });

  it("are 50 at most", async () => {
    const db = await getDb();
    const rest = { type: "text", editor: "person", scopeName: "profile", label: "x", createdAt: now };
    await db.claimDefinition.createMany({
      data: Array.from({ length: MOST_CLAIMS - 1 }, (_, n) => ({ name: `c${n}`, ...rest })),
    });
    const made = await Promise.all([define(), define({ name: "desk" })]);
    expect(made).toContainEqual({ ok: false, problem: "full" });
    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("are nobody's business but administrators'", async () => {
    await define();
    for (const actor of [member, { ...member, isAdmin: true }]) {
      expect(await listClaims(actor)).toBeNull();
      expect(await listClaimScopes(actor)).toBeNull();
      expect(await defineClaim(actor, { ...TEAM, name: "desk" }, now)).toEqual({ ok: false, problem: "missing" });
      expect(await removeClaim(actor, "team", now)).toEqual({ ok: false, problem: "missing" });
    }
    expect(await listClaims(administrator)).toHaveLength(1);
  });
});

describe("the values of a person", () => {
  it("are typed, replaced, and taken away by an empty one; the log does not hold them", async () => {
    await define();
    await define({ name: "floor", type: "number" });
    expect(await setTo("Red")).toEqual({ ok: true, value: null });
    expect(await setTo("3", "floor")).toEqual({ ok: true, value: null });
    expect(await setTo("third", "floor")).toEqual({ ok: false, problem: "number" });
    expect([...(await listClaimValues(member.userId))]).toEqual([
      ["floor", 3],
      ["team", "Red"],
    ]);
    expect(await oauthStore.findClaims(member.userId, ["team", "groups"])).toEqual({ team: "Red", groups: [] });
    await setTo("");
    expect(await oauthStore.findClaims(member.userId, ["team", "floor"])).toEqual({ floor: 3 });
    const events = await listEvents({ userId: member.userId, limit: 10 });
    expect(events.map(({ type, data }) => [type, data.name, data.isSet])).toEqual([
      ["claim.value_changed", "team", false],
      ["claim.value_changed", "floor", true],
      ["claim.value_changed", "team", true],
    ]);
    expect(JSON.stringify(events)).not.toContain("Red");
  });

  it("are not saved over one that the form does not show, neither by an administrator nor by the person", async () => {
    await define({ editor: "person" });
    const [none, red] = [nameSeenValue(null), nameSeenValue("Red")];
    expect(await setTo("Red", "team", none)).toMatchObject({ ok: true });
    expect(await setTo("Blue", "team", none)).toEqual({ ok: false, problem: "overtaken" });
    const person = { ...member, answerLocale: "en" } as const;
    expect(await saveOwnClaim(person, "team", "Green", now, none)).toBe("overtaken");
    expect(await listClaimValues(member.userId)).toEqual(new Map([["team", "Red"]]));
    expect(await saveOwnClaim(person, "team", "", now, red)).toBeNull();
    expect(await listClaimValues(member.userId)).toEqual(new Map());
    // The second press of the same button, for either of them.
    expect(await saveOwnClaim(person, "team", "", now, red)).toBeNull();
    expect(await setTo("", "team", red)).toMatchObject({ ok: true });
  });

  it("go with the claim, and with the account", async () => {
    await define();
    await setTo("Red");
    await removeClaim(administrator, "team", now);
    expect((await listClaimValues(member.userId)).size).toBe(0);
    expect(await setTo("Red")).toEqual({ ok: false, problem: "missing" });
    await define();
    await setTo("Red");
    const db = await getDb();
    await db.user.delete({ where: { id: member.userId } });
    expect(await db.claimValue.count()).toBe(0);
  });

  it("are the person's to set only where the claim says so", async () => {
    await define();
    await define({ name: "floor", type: "flag", editor: "person" });
    const person = { ...member, answerLocale: "en" } as const;
    expect(await saveOwnClaim(person, "team", "Red", now)).toBe("missing");
    expect(await saveOwnClaim(person, "nothing\0", "Red", now)).toBe("missing");
    expect(await saveOwnClaim(person, "floor", "maybe", now)).toBe("flag");
    expect(await saveOwnClaim(person, "floor", "false", now)).toBeNull();
    expect((await listOwnClaims(member)).map(({ name, value }) => [name, value])).toEqual([["floor", false]]);
    await setTo("Red");
    expect((await listOwnClaims(member)).map(({ name }) => name).sort()).toEqual(["floor", "team"]);
  });
});
