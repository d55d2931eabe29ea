import { beforeAll, describe, expect, it } from "vitest";
import { registerApi } from "../apis/registered-apis";
import { type Actor, operator } from "../auth/actor";
import { findClientDetails } from "../db/clients/clients";
import { upsertResource, upsertScope } from "../db/clients/scopes";
import { useTestDatabase } from "../db/testing/test-database";
import { findScopeChoices, setScopes } from "./client-scopes";
import { makeClient, makePerson, manage } from "./testing/people";

useTestDatabase();

let developer: Actor & { userId: string };
let administrator: Actor & { userId: string };
let clientId: string;
beforeAll(async () => {
  developer = await makePerson("developer@example.org");
  administrator = await makePerson("admin@example.org", true);
  ({ clientId } = await makeClient(developer));
  const identifier = "https://api.example.org/calendar";
  await upsertResource({
    identifier,
    name: "Calendar",
    tokenFormat: "jwt",
    accessTokenTtl: 300,
    introspectionClientId: null,
  });
  const words = { detail: null, icon: null, risk: "read" as const };
  await upsertScope({ name: "calendar.read", title: "See your calendar", ...words }, identifier);
  await upsertScope(
    { name: "calendar.audit", title: "See everybody's calendar", ...words, isPublic: false },
    identifier,
  );
});

describe("what a client may ask for", () => {
  it("lists every scope with its API, its own ones chosen", async () => {
    const choices = (await findScopeChoices(await manage(developer, clientId))) ?? [];
    expect(choices.filter((choice) => choice.isChosen).map((choice) => choice.name)).toEqual([
      "openid",
      "profile",
      "email",
    ]);
    expect(choices.find((choice) => choice.name === "calendar.read")?.resourceName).toBe("Calendar");
  });

  it("says which scopes are of an API that lets in verified or listed apps only", async () => {
    const input = { identifier: "https://reviewed.example.org", name: "Reviewed", clientPolicy: "review" as const };
    const scopes = [{ name: "reviewed:read", title: "See what was reviewed" }];
    expect((await registerApi(administrator, { ...input, scopes })).ok).toBe(true);
    const keptFor = async (id: string) =>
      (await findScopeChoices(await manage(administrator, id)))?.find((choice) => choice.name === "reviewed:read")
        ?.keptFor;
    expect(await keptFor(clientId)).toBe("review");
    const verified = await makeClient(administrator, { status: "verified" });
    expect(await keptFor(verified.clientId)).toBeNull();
  });

  it("is set in the catalogue's order; only chosen scopes can be optional, and openid never", async () => {
    const input = { scopes: ["calendar.read", "email", "openid"], optionalScopes: ["email", "openid", "profile"] };
    expect(await setScopes(await manage(developer, clientId), input)).toEqual({ ok: true, value: null });
    expect(await findClientDetails(clientId)).toMatchObject({
      scopes: ["openid", "email", "calendar.read"],
      optionalScopes: ["email"],
    });
  });

  it("of a trusted app, about which nobody is asked, grows by an administrator only", async () => {
    const trusted = await makeClient(administrator, { ownerId: developer.userId, isTrusted: true });
    const set = async (actor: Actor, scopes: string[]) =>
      setScopes(await manage(actor, trusted.clientId), { scopes, optionalScopes: [] });
    expect(await set(developer, ["openid", "calendar.read"])).toMatchObject({ problem: { key: "unknown_scope" } });
    expect(await set(developer, ["openid"])).toMatchObject({ ok: true });
    expect(await set(administrator, ["openid", "calendar.read"])).toMatchObject({ ok: true });
    expect(await set(developer, ["openid", "calendar.read"])).toMatchObject({ ok: true });
  });

  it("refuses unknown scopes, and those for the portal's own apps unless an administrator gives them", async () => {
    for (const name of ["nonsense", "calendar.audit"]) {
      expect(await setScopes(await manage(developer, clientId), { scopes: [name], optionalScopes: [] })).toMatchObject({
        problem: { key: "unknown_scope" },
      });
    }
    const given = { scopes: ["openid", "calendar.audit"], optionalScopes: [] };
    expect((await setScopes(await manage(administrator, clientId), given)).ok).toBe(true);
    expect((await setScopes(await manage(developer, clientId), given)).ok).toBe(true);
  });

  it("lets nobody's app but the operator's administer the portal, whoever gives it", async () => {
    const owned = await manage(administrator, clientId);
    const names = (await findScopeChoices(owned)).map((choice) => choice.name);
    expect(names).not.toContain("admin");
    expect(await setScopes(owned, { scopes: ["openid", "admin"], optionalScopes: [] })).toMatchObject({ ok: false });
    const { clientId: operators } = await makeClient(operator, { name: "Acme Desk" });
    const scopes = { scopes: ["openid", "admin"], optionalScopes: [] };
    expect(await setScopes(await manage(administrator, operators), scopes)).toEqual({ ok: true, value: null });
  });

  it("offers a service no scopes about people", async () => {
    const service = await makeClient(developer, { kind: "service" });
    const names =
      (await findScopeChoices(await manage(developer, service.clientId)))?.map((choice) => choice.name) ?? [];
    expect(names).toContain("calendar.read");
    expect(names).not.toContain("openid");
  });
});
