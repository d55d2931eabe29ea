import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { operator } from "../auth/actor";
import { FakeProvider } from "../auth/testing/fake-provider";
import { setUpstreamClient, UpstreamClient } from "../auth/upstreams/upstream-client";
import { ChangeChannel } from "../db/driver/changes";
import { getDb, openDatabase } from "../db/driver/database";
import { findUpstream, listKnownUpstreams } from "../db/people/upstreams";
import { useTestDatabase } from "../db/testing/test-database";
import { resetMasterKey } from "../keys/secret";
import { openUpstreamSecret } from "../keys/upstream-encryption";
import { addUpstream, changeUpstream } from "./upstreams";

useTestDatabase();

const provider = new FakeProvider();

beforeAll(() => {
  resetMasterKey("a secret for tests, 32 characters and more");
  setUpstreamClient(new UpstreamClient({ download: provider.download }));
  return () => setUpstreamClient(null);
});

beforeEach(async () => {
  await (await getDb()).upstream.deleteMany();
  const { issuer, clientId } = provider;
  const input = { upstreamId: "acme", name: "Acme", preset: "openid", issuer, clientId, secret: "first" } as const;
  await addUpstream(operator, { ...input, scopes: [], domains: [], allowsSignUp: true, isOn: true }, new Date());
});

const secretOf = async (upstreamId: string) =>
  await openUpstreamSecret((await findUpstream(upstreamId))?.secretJwe ?? "");

it("a change without a secret keeps the one that is stored, and one with a secret replaces it", async () => {
  await changeUpstream(operator, "acme", { name: "Acme, Inc." });
  expect(await secretOf("acme")).toBe("first");
  await changeUpstream(operator, "acme", { secret: "second" });
  expect(await secretOf("acme")).toBe("second");
});

it("a change that read the old secret does not put it back after a new one was given", async () => {
  const db = await getDb();
  const readBefore = await db.upstream.findMany();
  await changeUpstream(operator, "acme", { secret: "second" });
  const reading = vi.spyOn(db.upstream, "findMany").mockResolvedValueOnce(readBefore);
  try {
    expect(await changeUpstream(operator, "acme", { isOn: false })).toMatchObject({ ok: true });
    expect(reading).toHaveBeenCalled();
  } finally {
    reading.mockRestore();
  }
  expect([await secretOf("acme"), (await findUpstream("acme"))?.isOn]).toEqual(["second", false]);
});

it("sign-in pages read the list once, and anew when the database announces a change", async () => {
  const { changes } = await openDatabase();
  if (!(changes instanceof ChangeChannel)) throw new Error("no channel");
  const db = await getDb();
  const known = async () => (await listKnownUpstreams()).map(({ isOn }) => isOn);
  changes.setLive(true, null);
  try {
    expect(await known()).toEqual([true]);
    // As if another process had changed it.
    await db.upstream.update({ where: { id: "acme" }, data: { isOn: false } });
    expect(await known()).toEqual([true]);
    changes.hear("upstream");
    expect(await known()).toEqual([false]);
  } finally {
    changes.setLive(false, null);
  }
  const announced = await db.$queryRaw`
    SELECT encode(tgargs, 'escape') AS kind FROM pg_trigger WHERE tgname = 'upstreams_changed'`;
  expect(announced).toEqual([{ kind: "upstream\\000" }]);
});
