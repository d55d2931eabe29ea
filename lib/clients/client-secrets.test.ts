import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { createSecret, findSecrets, revokeSecret } from "./client-secrets";
import { makeClient, makePerson, manage } from "./testing/people";

useTestDatabase();

let developer: Actor & { userId: string };
let clientId: string;
beforeAll(async () => {
  developer = await makePerson("developer@example.org");
});
beforeEach(async () => {
  ({ clientId } = await makeClient(developer));
});

const states = async () => (await findSecrets(await manage(developer, clientId)))?.map((secret) => secret.state);

describe("client secrets", () => {
  it("two are active at once, so that one can replace the other without an outage", async () => {
    const second = await createSecret(await manage(developer, clientId), null);
    expect(second).toMatchObject({ ok: true, value: { value: expect.stringMatching(/^pt_cs_[\w-]{43}$/) } });
    expect(await createSecret(await manage(developer, clientId), null)).toMatchObject({
      problem: { key: "too_many_secrets" },
    });
    const [, first] = (await findSecrets(await manage(developer, clientId))) ?? [];
    expect(await revokeSecret(await manage(developer, clientId), first?.id ?? "")).toEqual({ ok: true, value: null });
    expect(await states()).toEqual(["active", "revoked"]);
    expect((await createSecret(await manage(developer, clientId), null)).ok).toBe(true);
  });

  it("of ten made at once, one fits beside the first", async () => {
    const results = await Promise.all(
      Array.from({ length: 10 }, async () => createSecret(await manage(developer, clientId), null)),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await states()).toEqual(["active", "active"]);
  });

  it("a form that is sent twice makes one, and shows it once", async () => {
    const first = await createSecret(await manage(developer, clientId), "key of the form");
    const second = await createSecret(await manage(developer, clientId), "key of the form");
    expect([first.ok, second]).toMatchObject([true, { problem: { key: "secret_duplicate" } }]);
  });

  it("an expired one makes room", async () => {
    const db = await getDb();
    await createSecret(await manage(developer, clientId), null);
    await db.clientSecret.updateMany({ where: { clientId }, data: { expiresAt: new Date(Date.now() - 1000) } });
    expect(await states()).toEqual(["expired", "expired"]);
    expect((await createSecret(await manage(developer, clientId), null)).ok).toBe(true);
  });

  it("is revoked once, and only through its own client", async () => {
    const other = await makeClient(developer);
    const [secret] = (await findSecrets(await manage(developer, clientId))) ?? [];
    expect(await revokeSecret(await manage(developer, other.clientId), secret?.id ?? "")).toMatchObject({ ok: false });
    expect(await states()).toEqual(["active"]);
    expect((await revokeSecret(await manage(developer, clientId), secret?.id ?? "")).ok).toBe(true);
    expect(await revokeSecret(await manage(developer, clientId), secret?.id ?? "")).toMatchObject({
      problem: { key: "secret_missing" },
    });
  });

  it("a public client gets none (RFC 6749 §2.1)", async () => {
    const spa = await makeClient(developer, { kind: "spa" });
    expect(await createSecret(await manage(developer, spa.clientId), null)).toMatchObject({
      problem: { key: "public_client" },
    });
  });

  it("is in the database as a fingerprint, and in no event", async () => {
    const made = await createSecret(await manage(developer, clientId), null);
    const value = made.ok ? made.value.value : "";
    const db = await getDb();
    const all = JSON.stringify([await db.clientSecret.findMany(), await db.auditEvent.findMany()]);
    expect(all).not.toContain(value);
    expect(all).not.toContain(value.slice("pt_cs_".length, -4));
  });
});
