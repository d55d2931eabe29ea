import { randomBytes } from "node:crypto";
import { type AddressInfo, createServer as createNetServer } from "node:net";
import { expect, test } from "playwright/test";
import { Portal } from "../fixtures/portal";
import { findFreePort, ServerProcess } from "../fixtures/process";
import { startPostgres } from "../run/postgres.mjs";
import { createDatabase } from "./create-database";
import { DatabaseGate } from "./database-gate";
import { askForToken, beginTokenRequest, connectAgainAndAgain, createService, isActive } from "./token-requests";

test.describe.configure({ mode: "default", timeout: 300_000 });

let postgres: { url: string; stop: () => Promise<void> };
test.beforeAll(async () => {
  postgres = await startPostgres();
});
test.afterAll(() => postgres.stop());

const isRefused = (url: string) =>
  fetch(`${url}/healthz`).then(
    () => false,
    () => true,
  );

for (const database of ["the embedded database", "PostgreSQL"] as const) {
  const settings = async (): Promise<Record<string, string>> => ({
    DATABASE_URL: database === "PostgreSQL" ? await createDatabase(postgres.url) : "",
    PORTICO_WORKERS: "2",
  });

  test.describe(`on ${database}`, () => {
    test("SIGTERM lets a request in flight finish, and takes no new one", async () => {
      const portal = await Portal.start(await settings());
      try {
        const client = await createService(portal);
        const begun = await beginTokenRequest(portal, client);
        const others = connectAgainAndAgain(portal);
        await expect.poll(others.countEnded, { timeout: 60_000 }).toBeGreaterThan(500);
        const ended = portal.pause("SIGTERM");
        await expect.poll(() => isRefused(portal.url)).toBe(true);
        expect(await others.stop(), "connections left without an answer or an end").toBe(0);
        expect(await begun.finish()).toBe(200);
        await ended;
      } finally {
        await portal.stop();
      }
    });

    test("SIGKILL during a stream of token requests loses no acknowledged token", async () => {
      const portal = await Portal.start(await settings());
      try {
        const client = await createService(portal);
        const acknowledged: string[] = [];
        let isKilled = false;
        const streams = Array.from({ length: 16 }, async () => {
          while (!isKilled) {
            const answer = await askForToken(portal, client).catch(() => null);
            if (answer?.status === 200) acknowledged.push(answer.token);
          }
        });
        await expect.poll(() => acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(200);
        await portal.pause("SIGKILL");
        isKilled = true;
        await Promise.all(streams);
        await portal.resume();
        const checks = await Promise.all(acknowledged.map((token) => isActive(portal, client, token)));
        expect(checks.filter((active) => !active)).toEqual([]);
      } finally {
        await portal.stop();
      }
    });
  });
}

test("SIGTERM during a start that waits for its database ends it at once", { tag: "@measured" }, async () => {
  let isAsked = false;
  // Takes connections and never says a word.
  const database = createNetServer(() => {
    isAsked = true;
  });
  await new Promise<void>((resolve) => database.listen(0, "127.0.0.1", resolve));
  const { port } = database.address() as AddressInfo;
  const server = new ServerProcess(["lib/server/start.mjs"], {
    PORT: String(await findFreePort()),
    DATABASE_URL: `postgresql://postgres@127.0.0.1:${port}/portico`,
    PORTICO_SECRET: randomBytes(32).toString("base64url"),
  });
  try {
    await expect.poll(() => isAsked, { timeout: 120_000 }).toBe(true);
    const since = Date.now();
    await server.stop("SIGTERM");
    expect(Date.now() - since).toBeLessThan(2_000);
  } finally {
    await server.stop("SIGKILL");
    database.close();
  }
});

test("a portal whose output nobody reads any more goes on serving", async () => {
  const gate = new DatabaseGate(await createDatabase(postgres.url));
  const portal = await Portal.start({ DATABASE_URL: await gate.open() });
  try {
    const client = await createService(portal);
    portal.stopReading();
    await gate.shut();
    // This failure is reported, into a broken pipe.
    expect((await askForToken(portal, client)).status).toBe(503);
    await gate.open();
    await expect.poll(async () => (await fetch(`${portal.url}/readyz`)).status, { timeout: 30_000 }).toBe(200);
    expect((await askForToken(portal, client)).status).toBe(200);
  } finally {
    await portal.stop();
    await gate.shut();
  }
});

test("the second start listens within 5 s", { tag: "@measured" }, async () => {
  const portal = await Portal.start({ DATABASE_URL: "" });
  try {
    const times: number[] = [];
    for (let start = 0; start < 3; start += 1) {
      await portal.pause();
      const since = Date.now();
      await portal.resume();
      times.push(Date.now() - since);
    }
    expect(Math.min(...times)).toBeLessThan(5_000);
  } finally {
    await portal.stop();
  }
});
