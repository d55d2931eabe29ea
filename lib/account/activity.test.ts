import { beforeEach, describe, expect, it } from "vitest";
import { flushEvents, queueEvent } from "../db/audit/events";
import { getDb } from "../db/driver/database";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { anyEvent } from "../events/testing/any-event";
import { ALICE, at, CONTRACT_SEED, WEB_CLIENT } from "../oauth/testing/fixtures";
import { listOwnActivity } from "./activity";

useTestDatabase();

const { userId } = ALICE;

beforeEach(async () => {
  await (await getDb()).auditEvent.deleteMany();
  await seedStore(CONTRACT_SEED);
});

describe("what a person reads of their account", () => {
  it("is what the catalogue says that they see, and nothing of the protocol's steps", async () => {
    const event = { outcome: "ok", userId } as const;
    queueEvent({ ...event, type: "profile.changed", createdAt: at(1) });
    queueEvent({ ...event, type: "token.revoked", clientId: WEB_CLIENT.clientId, data: {}, createdAt: at(2) });
    const data = { clientSecretId: "1", hint: "abcd" };
    queueEvent({ ...event, type: "client.secret_created", clientId: WEB_CLIENT.clientId, data, createdAt: at(3) });
    await flushEvents();
    const { entries } = await listOwnActivity({ userId });
    expect(entries.map(({ kind, appName }) => [kind, appName])).toEqual([
      ["secretCreated", WEB_CLIENT.name],
      ["profileChanged", null],
    ]);
  });

  it("tells a yes in its own words, with what was allowed, and a sign-in only where an app asked for one", async () => {
    const { clientId } = WEB_CLIENT;
    const of = { outcome: "ok", userId, clientId } as const;
    const data = { redirectUri: null, pkce: true, nonce: false };
    const given = { scopes: ["openid", "calendar:read", "a:scope:that:is:gone"], resources: [] };
    queueEvent({ ...of, type: "consent.given", data: given, createdAt: at(1) });
    const signIn = { ...data, scopes: "openid calendar:read" };
    queueEvent({ ...of, type: "authorize.allowed", data: signIn, createdAt: at(2) });
    queueEvent({ ...of, type: "authorize.allowed", data: { ...data, scopes: "calendar:read" }, createdAt: at(3) });
    queueEvent({ ...of, type: "consent.narrowed", data: { scopes: ["calendar:read"] }, createdAt: at(4) });
    await flushEvents();
    const { entries } = await listOwnActivity({ userId });
    expect(entries.map(({ kind, scopes }) => [kind, ...scopes.map(({ name }) => name)])).toEqual([
      ["appNarrowed", "calendar:read"],
      ["appCameBack"],
      ["appSignedIn"],
      ["appAllowed", "openid", "calendar:read"],
    ]);
  });

  it("says from where they acted themselves, and not where an administrator sits", async () => {
    const from = { outcome: "ok", userId, ipAddress: "192.0.2.9" } as const;
    queueEvent({ ...from, type: "profile.changed", createdAt: at(1) });
    queueEvent({ ...from, type: "administrator.removed", data: { by: userId }, createdAt: at(2) });
    queueEvent({ ...from, type: "user.resumed", data: { by: crypto.randomUUID() }, createdAt: at(3) });
    queueEvent({ ...from, type: "session.ended", data: { by: "person" }, createdAt: at(4) });
    await flushEvents();
    const { entries } = await listOwnActivity({ userId });
    const own = { ipAddress: "192.0.2.9" };
    expect(entries.map(({ kind, from: where }) => [kind, where])).toEqual([
      ["sessionEnded", own],
      ["resumed", null],
      ["administratorRemoved", own],
      ["profileChanged", own],
    ]);
  });

  it("holds rows of types that nothing writes any more, and is not upset by others", async () => {
    for (const [index, type] of ["session.created", "password.reset", "never.known"].entries()) {
      queueEvent(anyEvent({ type, outcome: "ok", userId, createdAt: at(index) }));
    }
    await flushEvents();
    const { entries } = await listOwnActivity({ userId });
    expect(entries.map(({ kind }) => kind)).toEqual(["passwordReset", "signedIn"]);
  });
});

describe("the filter of the activity", () => {
  const write = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      const of = { outcome: "ok", userId } as const;
      queueEvent({ ...of, type: "sign_in.refused", createdAt: at(n * 10) });
      queueEvent({ ...of, type: "password.removed", createdAt: at(n * 10 + 1) });
      const { clientId } = WEB_CLIENT;
      queueEvent({
        ...of,
        type: "consent.removed",
        clientId,
        data: { scopes: [], resources: [] },
        createdAt: at(n * 10 + 2),
      });
    }
    await flushEvents();
  };

  it.each([
    ["sign-ins", ["signInRefused"]],
    ["security", ["passwordRemoved"]],
    ["apps", ["appRemoved"]],
    [null, ["appRemoved", "passwordRemoved", "signInRefused"]],
  ] as const)("%s shows these alone: %j", async (group, kinds) => {
    await write(1);
    expect((await listOwnActivity({ userId }, { group })).entries.map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each([
    ["no id", "nothing"],
    ["an id of the year 10889", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
  ])("finds nothing before %s", async (_what, before) => {
    await write(1);
    expect(await listOwnActivity({ userId }, { before })).toEqual({ entries: [], olderThan: null });
  });

  it("goes on page by page, without losing an entry or showing one twice", async () => {
    await write(5);
    const ids: string[] = [];
    let before: string | undefined;
    do {
      const page = await listOwnActivity({ userId }, { group: "security", before, limit: 2 });
      ids.push(...page.entries.map(({ id }) => id));
      before = page.olderThan ?? undefined;
    } while (before !== undefined);
    expect([ids.length, new Set(ids).size]).toEqual([5, 5]);
  });
});
