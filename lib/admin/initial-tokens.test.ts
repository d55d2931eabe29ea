import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, operator } from "../auth/actor";
import { makePerson } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { registrationStore } from "../db/clients/registrations";
import { newId } from "../db/driver/new-id";
import { useTestDatabase } from "../db/testing/test-database";
import { hashSecret } from "../oauth/secrets";
import { createInitialToken, listInitialTokens, type NewInitialToken, revokeInitialToken } from "./initial-tokens";

useTestDatabase();

const now = new Date("2026-03-03T12:00:00.000Z");
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
const forTeam: NewInitialToken = { note: " The calendar team ", uses: 2, days: 30 };
let administrator: Actor & { userId: string };
let developer: Actor & { userId: string };
beforeAll(async () => {
  administrator = await makePerson("admin@example.org", true);
  developer = await makePerson("developer@example.org");
});

async function made(actor: Actor = administrator, input: NewInitialToken = forTeam) {
  const result = await createInitialToken(actor, input, now);
  if (!result.ok) throw new Error(result.problem.key);
  return result.value;
}
const find = async (id: string, time = now) =>
  (await listInitialTokens(administrator, time))?.find((token) => token.id === id);

describe("an initial access token (RFC 7591 §3)", () => {
  it("is told once; the list says what it is for, who made it, what is left of it and when it was used", async () => {
    const { id, value } = await made();
    expect(value).toMatch(/^pt_rg_[\w-]{43}$/);
    const before = { note: "The calendar team", usesLeft: 2, createdByEmail: "admin@example.org", lastUsedAt: null };
    expect(await find(id)).toMatchObject({ ...before, state: "live", expiresAt: later(30) });
    expect(await registrationStore.useRegistrationToken(hashSecret(value), later(1))).toBe(true);
    expect(await find(id)).toMatchObject({ usesLeft: 1, lastUsedAt: later(1) });
    expect(JSON.stringify(await listInitialTokens(administrator, now))).not.toContain(value);
    expect(JSON.stringify(await listEvents({ limit: 50 }))).not.toContain(value);
  });

  it("is used up, expires or is revoked, and says so", async () => {
    const { id, value } = await made(administrator, { note: null, uses: 1, days: 1 });
    expect((await find(id, later(1)))?.state).toBe("expired");
    expect(await registrationStore.useRegistrationToken(hashSecret(value), now)).toBe(true);
    expect((await find(id))?.state).toBe("used_up");
    const other = await made(operator, { note: null, uses: null, days: null });
    expect(await find(other.id)).toMatchObject({ usesLeft: null, expiresAt: null, createdByEmail: null });
    expect(await revokeInitialToken(administrator, other.id, now)).toEqual({ ok: true, value: null });
    expect(await find(other.id)).toMatchObject({ state: "revoked", revokedAt: now });
    expect(await registrationStore.useRegistrationToken(hashSecret(other.value), now)).toBe(false);
  });

  it("leaves an event of each act with who did it", async () => {
    const { id } = await made();
    await revokeInitialToken(administrator, id, now);
    const types = ["registration_token.created", "registration_token.revoked"] as const;
    const events = (await listEvents({ userId: administrator.userId, types, limit: 100 })).filter(
      ({ data }) => data.id === id,
    );
    expect(events.map(({ type }) => type).sort()).toEqual(types);
  });

  it("is made once however often the form is sent, and revoked once", async () => {
    const requestKey = crypto.randomUUID();
    const { id } = await made(administrator, { ...forTeam, requestKey });
    const again = await createInitialToken(administrator, { ...forTeam, requestKey }, now);
    expect(again).toMatchObject({ problem: { key: "token_duplicate" } });
    await revokeInitialToken(administrator, id, now);
    expect(await revokeInitialToken(administrator, id, now)).toMatchObject({ problem: { key: "token_missing" } });
  });

  it.each([
    [{ uses: 0 }, "uses", "token_uses_invalid"],
    [{ uses: 1.5 }, "uses", "token_uses_invalid"],
    [{ uses: Number.NaN }, "uses", "token_uses_invalid"],
    [{ days: 3_651 }, "days", "token_days_invalid"],
    [{ note: "x".repeat(201) }, "note", "token_note_long"],
  ])("with %o is refused at its field", async (changes, field, key) => {
    const result = await createInitialToken(administrator, { ...forTeam, ...changes }, now);
    expect(result).toMatchObject({ ok: false, problem: { key: "check_fields", fields: { [field]: key } } });
  });

  it("is nobody's business but administrators', whoever says they are one", async () => {
    const { id } = await made();
    for (const actor of [developer, { ...developer, isAdmin: true }, { ...administrator, isAdmin: false }]) {
      expect(await listInitialTokens(actor, now)).toBeNull();
      expect(await createInitialToken(actor, forTeam, now)).toMatchObject({ problem: { key: "not_found" } });
      expect(await revokeInitialToken(actor, id, now)).toMatchObject({ problem: { key: "not_found" } });
    }
    expect((await find(id))?.state).toBe("live");
    for (const unknown of ["no-id", newId()]) {
      expect(await revokeInitialToken(administrator, unknown, now)).toMatchObject({
        problem: { key: "token_missing" },
      });
    }
  });
});
