import { describe, expect, it } from "vitest";
import { makeClient, makePerson } from "../clients/testing/people";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { findReaderApps } from "./reader-app";

useTestDatabase();

const issuer = "https://id.example.org";

describe("the app of whoever reads the documentation", () => {
  it("is the one that the address names, or the one that changed last", async () => {
    const developer = await makePerson(`reader-${crypto.randomUUID()}@example.org`);
    const first = await makeClient(developer, { redirectUris: ["https://one.example.org/cb"] });
    const second = await makeClient(developer, { redirectUris: ["https://two.example.org/cb"] });
    const found = await findReaderApps(developer, first.clientId, issuer);
    expect(found.apps.map(({ clientId }) => clientId).toSorted()).toEqual([first.clientId, second.clientId].toSorted());
    expect(found.shown).toMatchObject({ clientId: first.clientId, redirectUri: "https://one.example.org/cb", issuer });
    expect((await findReaderApps(developer, null, issuer)).chosen).not.toBeNull();
  });

  it("is also one that they may only look at, as a viewer of its team", async () => {
    const owner = await makePerson(`owner-${crypto.randomUUID()}@example.org`);
    const viewer = await makePerson(`viewer-${crypto.randomUUID()}@example.org`);
    const { clientId: own } = await makeClient(viewer, { redirectUris: ["https://own.example.org/cb"] });
    const { clientId } = await makeClient(owner, { redirectUris: ["https://team.example.org/cb"] });
    await (await getDb()).teammate.create({
      data: { clientId, userId: viewer.userId, role: "viewer", joinedAt: new Date() },
    });
    for (const wanted of [own, clientId]) {
      const found = await findReaderApps(viewer, wanted, issuer);
      expect(found.chosen?.clientId).toBe(wanted);
      expect(found.apps).toHaveLength(2);
    }
  });

  it("is never somebody else's, not even for an administrator", async () => {
    const owner = await makePerson(`owner-${crypto.randomUUID()}@example.org`);
    const { clientId } = await makeClient(owner, { redirectUris: ["https://app.example.org/cb"] });
    const other = await makePerson(`other-${crypto.randomUUID()}@example.org`);
    const found = await findReaderApps({ ...other, isAdmin: true }, clientId, issuer);
    expect(found.chosen).toBeNull();
    expect(JSON.stringify(found)).not.toContain(clientId);
  });
});
