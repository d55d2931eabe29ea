import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { ManagedClient } from "../clients/managed-client";
import { makeClient, makePerson, manage } from "../clients/testing/people";
import { recordEvent } from "../db/audit/events";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { anyEvent } from "../events/testing/any-event";
import { findCodeProtection } from "./code-protection";

useTestDatabase();

const now = new Date("2026-03-03T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

let developer: Actor & { userId: string };
let clientId: string;
beforeAll(async () => {
  developer = await makePerson("developer@example.org");
  ({ clientId } = await makeClient(developer));
});
beforeEach(async () => {
  await (await getDb()).auditEvent.deleteMany();
});

async function signIn(data: Record<string, unknown>, createdAt = daysAgo(1)): Promise<void> {
  await recordEvent(anyEvent({ type: "authorize.allowed", outcome: "ok", clientId, data, createdAt }), "job");
}

it("counts the sign-ins of a week that used neither PKCE nor a nonce (OAuth 2.1 §7.5.1)", async () => {
  await signIn({ pkce: false, nonce: false });
  await signIn({ pkce: false, nonce: false }, daysAgo(6));
  await signIn({ pkce: false, nonce: false }, daysAgo(8));
  await signIn({ pkce: false, nonce: true });
  await signIn({ pkce: true, nonce: false });
  expect(await findCodeProtection(await manage(developer, clientId), now)).toEqual({
    weakSignIns: 2,
    pkceSignIns: null,
  });
});

it("suggests to require PKCE once every sign-in of a week used it", async () => {
  expect(await findCodeProtection(await manage(developer, clientId), now)).toEqual({
    weakSignIns: 0,
    pkceSignIns: null,
  });
  await signIn({ pkce: true, nonce: true });
  await signIn({ pkce: true, nonce: false });
  await signIn({ pkce: false, nonce: true }, daysAgo(8));
  expect(await findCodeProtection(await manage(developer, clientId), now)).toEqual({ weakSignIns: 0, pkceSignIns: 2 });
  await signIn({ pkce: false, nonce: true });
  expect(await findCodeProtection(await manage(developer, clientId), now)).toEqual({
    weakSignIns: 0,
    pkceSignIns: null,
  });
});

it("suggests nothing for sign-ins of which it is not known", async () => {
  await signIn({ pkce: true, nonce: true });
  await signIn({ redirectUri: "https://app.example.org/callback" });
  expect(await findCodeProtection(await manage(developer, clientId), now)).toEqual({
    weakSignIns: 0,
    pkceSignIns: null,
  });
});

it("tells nobody of an app that is not theirs", async () => {
  const other = await makePerson("other@example.org");
  expect(await ManagedClient.find(other, clientId)).toBeNull();
});
