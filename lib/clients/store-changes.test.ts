import { beforeAll, expect, it } from "vitest";
import { refuseChanges } from "../admin/review-clients";
import type { Actor } from "../auth/actor";
import { listEvents } from "../db/audit/list-events";
import { getClientDetails, updateClient } from "../db/clients/clients";
import { findClientLogo } from "../db/clients/logos";
import { useTestDatabase } from "../db/testing/test-database";
import { changeClient } from "./change-client";
import { changeLogo } from "./client-logo";
import { setScopes } from "./client-scopes";
import { addUris } from "./redirect-uris";
import { makeClient, makePerson, manage } from "./testing/people";
import { png } from "./testing/pictures";

useTestDatabase();

let developer: Actor & { userId: string };
let administrator: Actor & { userId: string };
beforeAll(async () => {
  developer = await makePerson("developer@example.org");
  administrator = await makePerson("admin@example.org", true);
});

/** A verified client, of whose addresses nobody has looked at the hosts. */
async function verified(): Promise<string> {
  const { clientId } = await makeClient(developer, { redirectUris: ["https://app.example.org/callback"] });
  await updateClient(clientId, { status: "verified" });
  return clientId;
}

const EVERYTHING = {
  name: "My Bank",
  publisher: "My Bank Ltd",
  clientUri: "https://bank.example/",
  scopes: ["openid", "phone"],
  hosts: ["app.example.org", "bank.example", "board.example"],
  logo: true,
};

/** One change for each member of {@link EVERYTHING}, in the order that `turn` gives. */
async function changeEverything(clientId: string, turn: number): Promise<void> {
  const changes = [
    async () => changeClient(await manage(developer, clientId), { name: EVERYTHING.name }),
    async () => changeLogo(await manage(developer, clientId), png(128, 128)),
    async () => addUris(await manage(developer, clientId), "redirect", ["https://bank.example/callback"]),
    async () => changeClient(await manage(developer, clientId), { publisher: EVERYTHING.publisher }),
    async () => setScopes(await manage(developer, clientId), { scopes: EVERYTHING.scopes, optionalScopes: [] }),
    async () => addUris(await manage(developer, clientId), "post_logout", ["https://board.example/"]),
    async () => changeClient(await manage(developer, clientId), { clientUri: EVERYTHING.clientUri }),
  ];
  const order = [...changes.slice(turn), ...changes.slice(0, turn)];
  expect(await Promise.all(order.map((change) => change()))).toEqual(
    changes.map(() => expect.objectContaining({ ok: true })),
  );
}

it.each([0, 3, 6])("what several people change at once all waits, with its picture (from the %d. on)", async (turn) => {
  const clientId = await verified();
  await changeEverything(clientId, turn);
  const { pendingChanges } = await getClientDetails(clientId);
  expect({ ...pendingChanges, hosts: pendingChanges?.hosts?.toSorted() }).toEqual(EVERYTHING);
  expect(await findClientLogo(clientId, { isPending: true })).not.toBeNull();
});

it("what waits at the moment of a refusal is dropped and named, and what comes later goes on to wait", async () => {
  const clientId = await verified();
  await changeClient(await manage(developer, clientId), { name: EVERYTHING.name });
  await Promise.all([refuseChanges(administrator, clientId, "You are no bank."), changeEverything(clientId, 0)]);
  const [refusal] = await listEvents({ clientId, type: "client.changes_refused", limit: 1 });
  const { pendingChanges } = await getClientDetails(clientId);
  const dropped = refusal?.data.members;
  expect(new Set([...Object.keys(pendingChanges ?? {}), ...(Array.isArray(dropped) ? dropped : [])])).toEqual(
    new Set(Object.keys(EVERYTHING)),
  );
});
