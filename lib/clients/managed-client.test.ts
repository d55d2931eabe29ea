import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { findClientOverview } from "../console/client-overview";
import { flushEvents } from "../db/audit/events";
import { listEvents } from "../db/audit/list-events";
import { findClientDetails, reviseClient } from "../db/clients/clients";
import { listRedirectUris } from "../db/clients/redirect-uris";
import { listClientSecrets } from "../db/clients/secrets";
import { useTestDatabase } from "../db/testing/test-database";
import { changeClient } from "./change-client";
import { setScopes } from "./client-scopes";
import { createSecret, revokeSecret } from "./client-secrets";
import { deleteClient, restoreClient } from "./delete-client";
import { listClients } from "./list-clients";
import { ManagedClient, OwnedClient, SeenClient } from "./managed-client";
import { addUris, changeUri, removeUri } from "./redirect-uris";
import { resumeClient, suspendClient } from "./suspend-client";
import { makeClient, makePerson, manage, setSuspended } from "./testing/people";

useTestDatabase();

type Person = Actor & { userId: string };
let owner: Person;
let stranger: Person;
let administrator: Person;
let clientId: string;

beforeAll(async () => {
  owner = await makePerson("owner@example.org");
  stranger = await makePerson("stranger@example.org");
  administrator = await makePerson("admin@example.org", true);
  ({ clientId } = await makeClient(owner, { name: "Acme Calendar", redirectUris: ["https://app.example.org/cb"] }));
});

/** Everything that can be done with one client. Who may do nothing gets no `OwnedClient` to do it with. */
async function tryEverything(actor: Actor): Promise<unknown[]> {
  const managed = await OwnedClient.find(actor, clientId);
  return [managed, ...(managed ? await doEverything(managed) : []), await restoreClient(actor, clientId)];
}

async function doEverything(managed: OwnedClient): Promise<unknown[]> {
  const [secret] = await listClientSecrets(clientId);
  const [uri] = await listRedirectUris(clientId, "redirect");
  return [
    await changeClient(managed, { name: "Taken over" }),
    await setScopes(managed, { scopes: [], optionalScopes: [] }),
    await createSecret(managed, null),
    await revokeSecret(managed, secret?.id ?? ""),
    await addUris(managed, "redirect", ["https://evil.example.org/cb"]),
    await changeUri(managed, "redirect", uri?.id ?? "", "https://evil.example.org/cb"),
    await removeUri(managed, uri?.id ?? ""),
    await suspendClient(managed),
    await resumeClient(await manage(managed.actor, clientId)),
    await deleteClient(managed, "Taken over"),
  ];
}

async function snapshot(): Promise<unknown> {
  return [
    await findClientDetails(clientId),
    await listClientSecrets(clientId),
    await listRedirectUris(clientId, "redirect"),
  ];
}

function isNothing(answer: unknown): boolean {
  if (answer === null || answer === 0 || (Array.isArray(answer) && answer.length === 0)) return true;
  const result = answer as { ok?: boolean; problem?: { key: string } };
  return result.ok === false && result.problem?.key === "not_found";
}

describe("whose client it is", () => {
  it("another developer learns nothing and changes nothing, as if it did not exist", async () => {
    const before = await snapshot();
    const answers = await tryEverything(stranger);
    expect(answers.filter((answer) => !isNothing(answer))).toEqual([]);
    expect(await snapshot()).toEqual(before);
    for (const kind of [SeenClient, ManagedClient, OwnedClient]) expect(await kind.find(stranger, clientId)).toBeNull();
  });

  it("a suspended owner, a suspended administrator and nobody can do nothing either", async () => {
    const before = await snapshot();
    for (const person of [owner, administrator]) {
      await setSuspended(person, new Date());
      const answers = await tryEverything(person);
      expect(answers.filter((answer) => !isNothing(answer))).toEqual([]);
      expect((await listClients(person, {})).clients).toEqual([]);
      await setSuspended(person, null);
    }
    const answers = await tryEverything({ ...stranger, userId: null, isAdmin: false });
    expect(answers.filter((answer) => !isNothing(answer))).toEqual([]);
    expect(await snapshot()).toEqual(before);
  });

  it("an owner does not become an administrator by saying so", async () => {
    expect(await ManagedClient.find({ ...stranger, isAdmin: true }, clientId)).toBeNull();
  });

  it("developers see their own clients in the list, administrators all", async () => {
    const other = await makeClient(stranger, { name: "Tide Tables" });
    const names = async (actor: Actor) => (await listClients(actor, {})).clients.map((client) => client.name);
    expect(await names(owner)).toEqual(["Acme Calendar"]);
    expect(await names(stranger)).toEqual(["Tide Tables"]);
    expect(await names(administrator)).toEqual(["Tide Tables", "Acme Calendar"]);
    expect((await listClients(administrator, { query: other.clientId.slice(3) })).clients).toHaveLength(1);
    expect((await listClients(administrator, { status: "verified" })).clients).toEqual([]);
  });

  it("stays verified when its owner changes who it says it is: that waits, and everything else counts at once", async () => {
    const client = async () => (await manage(owner, clientId)).client;
    const same = { name: "Acme Calendar", publisher: "Acme", clientUri: "https://acme.example/" };
    for (const change of [{ name: "Bank" }, { publisher: "Bank" }, { clientUri: "https://bank.example/" }]) {
      await reviseClient(clientId, () => ({
        changes: { ...same, status: "verified", pendingChanges: null },
        answer: true,
      }));
      expect(
        (await changeClient(await manage(owner, clientId), { ...change, contacts: ["developer@example.org"] })).ok,
      ).toBe(true);
      const waiting = { status: "verified", contacts: ["developer@example.org"], pendingChanges: change };
      expect(await client(), JSON.stringify(change)).toMatchObject({ ...same, ...waiting });
    }
    expect((await changeClient(await manage(administrator, clientId), { name: "Acme Diary" })).ok).toBe(true);
    expect(await client()).toMatchObject({ status: "verified", name: "Acme Diary" });
    await reviseClient(clientId, () => ({
      changes: { ...same, status: "development", pendingChanges: null },
      answer: true,
    }));
  });

  it("its owner and an administrator open and change it", async () => {
    for (const actor of [owner, administrator]) {
      expect((await findClientOverview(await manage(actor, clientId)))?.client.name).toBe("Acme Calendar");
      expect(await changeClient(await manage(actor, clientId), { publisher: "Acme" })).toEqual({
        ok: true,
        value: null,
      });
    }
  });
});

describe("what was done", () => {
  it("is filed with the address and the request it came from, whichever act of the console it was", async () => {
    const source = { ipAddress: "198.51.100.77", requestId: "the request" };
    const { clientId: registered } = await makeClient({ ...owner, source }, { name: "Filed" });
    await tryEverything({ ...owner, source });
    await flushEvents();
    const own = await listEvents({ userId: owner.userId, limit: 100 });
    const filed = own.filter((event) => event.ipAddress === source.ipAddress && event.requestId === source.requestId);
    expect(filed.find((event) => event.clientId === registered)?.type).toBe("client.registered");
    expect(new Set(filed.map((event) => event.type)).size).toBeGreaterThan(7);
    expect(own.filter((event) => event.ipAddress === null)).toEqual([]);
  });
});
