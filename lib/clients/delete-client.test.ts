import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { getDb } from "../db/driver/database";
import { newId } from "../db/driver/new-id";
import { useTestDatabase } from "../db/testing/test-database";
import { deleteClient, restorableUntil, restoreClient } from "./delete-client";
import { listClients } from "./list-clients";
import { ManagedClient } from "./managed-client";
import { mayResume, resumeClient, suspendClient } from "./suspend-client";
import { makeClient, makePerson, manage } from "./testing/people";

useTestDatabase();

let developer: Actor & { userId: string };
let administrator: Actor & { userId: string };
const now = new Date("2026-03-01T12:00:00Z");
beforeAll(async () => {
  developer = await makePerson("developer@example.org");
  administrator = await makePerson("admin@example.org", true);
});

async function makeGrant(clientId: string): Promise<string> {
  const db = await getDb();
  const grantId = newId();
  const common = { clientId, scopes: ["openid"], createdAt: now };
  await db.grant.create({
    data: { ...common, grantId, userId: developer.userId, resources: [], authenticatedAt: now, amr: [] },
  });
  const expiresAt = new Date(now.getTime() + 600_000);
  await db.accessToken.create({ data: { ...common, tokenHash: newId(), grantId, audience: [], expiresAt } });
  await db.accessToken.create({ data: { ...common, tokenHash: newId(), audience: [], expiresAt } });
  await db.refreshToken.create({ data: { ...common, tokenHash: newId(), grantId, expiresAt } });
  return grantId;
}

describe("deleting a client", () => {
  it("asks for its name, ends all its access at once, and can be undone for 14 days", async () => {
    const { clientId } = await makeClient(developer, { name: "Doomed" });
    await makeGrant(clientId);
    expect(await deleteClient(await manage(developer, clientId), "doomed", now)).toMatchObject({
      problem: { fields: { name: "name_mismatch" } },
    });
    expect(await deleteClient(await manage(developer, clientId), " Doomed ", now)).toEqual({
      ok: true,
      value: { name: "Doomed", restorableUntil: new Date("2026-03-15T12:00:00Z") },
    });
    const db = await getDb();
    const live = { where: { clientId, revokedAt: null } };
    expect([await db.grant.count(live), await db.accessToken.count(live), await db.refreshToken.count(live)]).toEqual([
      0, 0, 0,
    ]);
    expect(await ManagedClient.find(developer, clientId)).toBeNull();

    const tooLate = new Date(restorableUntil(now).getTime() + 1);
    expect(await restoreClient(developer, clientId, tooLate)).toMatchObject({ problem: { key: "restore_too_late" } });
    expect((await listClients(developer, { status: "deleted" }, tooLate)).clients).toEqual([]);
    expect((await listClients(developer, { status: "deleted" }, now)).clients).toHaveLength(1);
    expect((await listClients(developer, {}, now)).clients).toEqual([]);

    const inTime = new Date(restorableUntil(now).getTime() - 1);
    expect(await restoreClient(developer, clientId, inTime)).toEqual({ ok: true, value: { name: "Doomed" } });
    expect((await manage(developer, clientId)).client.name).toBe("Doomed");
    expect(await db.grant.count(live)).toBe(0);
  });

  it("happens once when it is asked for twice", async () => {
    const { clientId } = await makeClient(developer, { name: "Once" });
    const managed = await manage(developer, clientId);
    const results = await Promise.all([1, 2, 3].map(() => deleteClient(managed, "Once", now)));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
  });
});

describe("suspending a client", () => {
  it("its owner can resume what they suspended, but not what an administrator suspended", async () => {
    const { clientId } = await makeClient(developer, { name: "Paused" });
    await suspendClient(await manage(developer, clientId), now);
    expect((await listClients(developer, { status: "suspended" }, now)).clients).toHaveLength(1);
    expect(await resumeClient(await manage(developer, clientId))).toEqual({ ok: true, value: null });

    await suspendClient(await manage(administrator, clientId), now);
    await suspendClient(await manage(developer, clientId), now);
    const managed = await manage(developer, clientId);
    expect(managed.client.suspendedAt).toEqual(now);
    expect(await mayResume(managed)).toBe(false);
    expect(await resumeClient(managed)).toMatchObject({ problem: { key: "suspended_by_admin" } });
    expect(await resumeClient(await manage(administrator, clientId))).toEqual({ ok: true, value: null });
    expect((await manage(developer, clientId)).client.suspendedAt).toBeNull();
  });

  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

  it("its owner cannot resume what an administrator suspended after them", async () => {
    const { clientId } = await makeClient(developer, { name: "Suspended twice" });
    await suspendClient(await manage(developer, clientId), at(1));
    const before = await manage(developer, clientId);
    expect(await suspendClient(await manage(administrator, clientId), at(2))).toEqual({ ok: true, value: null });
    const refusal = { problem: { key: "suspended_by_admin" } };
    expect(await resumeClient(before)).toMatchObject(refusal);
    expect(await resumeClient(await manage(developer, clientId))).toMatchObject(refusal);
    expect((await manage(developer, clientId)).client.suspendedAt).toEqual(at(2));
  });

  it("its owner cannot make an administrator's suspension their own in the moment that it comes", async () => {
    const { clientId } = await makeClient(developer, { name: "Suspended at once" });
    const before = await manage(developer, clientId);
    await suspendClient(await manage(administrator, clientId), at(1));
    await suspendClient(before, at(2));
    expect((await manage(developer, clientId)).client.suspendedAt).toEqual(at(1));
    expect(await mayResume(await manage(developer, clientId))).toBe(false);
  });

  it("counts as the owner's only where an event of this suspension says so, not one from before", async () => {
    const { clientId } = await makeClient(developer, { name: "Suspended before" });
    await suspendClient(await manage(developer, clientId), at(1));
    await resumeClient(await manage(developer, clientId));
    await (await getDb()).client.update({ where: { id: clientId }, data: { suspendedAt: at(2) } });
    expect(await resumeClient(await manage(developer, clientId))).toMatchObject({
      problem: { key: "suspended_by_admin" },
    });
  });
});
