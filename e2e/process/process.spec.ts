import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createNetServer } from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { expect, test } from "playwright/test";
import { Portal } from "../fixtures/portal";
import { findFreePort, runProgram, ServerProcess } from "../fixtures/process";
import { startPostgres } from "../run/postgres.mjs";
import { DatabaseGate } from "./database-gate";
import { askForToken, beginTokenRequest, connectAgainAndAgain, createService, isActive } from "./token-requests";

test.describe.configure({ timeout: 300_000 });

let postgres: { url: string; stop: () => Promise<void> };
test.beforeAll(async () => {
  postgres = await startPostgres();
});
test.afterAll(() => postgres.stop());

/** A new database on the server: each portal has a secret of its own. */
async function createDatabase(): Promise<string> {
  const name = `portico_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  return url.href;
}

const isRefused = (url: string) =>
  fetch(`${url}/healthz`).then(
    () => false,
    () => true,
  );

for (const database of ["the embedded database", "PostgreSQL"] as const) {
  const settings = async (): Promise<Record<string, string>> => ({
    DATABASE_URL: database === "PostgreSQL" ? await createDatabase() : "",
    PORTICO_WORKERS: "2",
  });

  test.describe(`on ${database}`, () => {
    test("SIGTERM lets a request in flight finish, and takes no new one", async () => {
      const portal = await Portal.start(await settings());
      try {
        const client = await createService(portal);
        const begun = await beginTokenRequest(portal, client);
        const others = connectAgainAndAgain(portal);
        await expect.poll(others.countEnded).toBeGreaterThan(500);
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

test("SIGTERM during a start that waits for its database ends it at once", async () => {
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
  const gate = new DatabaseGate(await createDatabase());
  const portal = await Portal.start({ DATABASE_URL: await gate.open() });
  try {
    const client = await createService(portal);
    portal.stopReading();
    await gate.shut();
    // This failure is reported, into a broken pipe.
    expect((await askForToken(portal, client)).status).toBe(503);
    await gate.open();
    await expect.poll(async () => (await fetch(`${portal.url}/healthz`)).status, { timeout: 30_000 }).toBe(200);
    expect((await askForToken(portal, client)).status).toBe(200);
  } finally {
    await portal.stop();
    await gate.shut();
  }
});

test("the second start listens within 5 s", async () => {
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

test("the command line works while the embedded portal runs, and its answer is JSON alone", async () => {
  const portal = await Portal.start({ DATABASE_URL: "" });
  try {
    const printed = await portal.commandLine("user", "create", "--email", "user@example.org", "--password", "a b c d");
    expect(JSON.parse(printed)).toMatchObject({ email: "user@example.org" });
  } finally {
    await portal.stop();
  }
});

test.describe("what cannot start says why in one sentence and ends with 1", () => {
  let folder = "";
  test.beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "portico-start-"));
    await writeFile(path.join(folder, "file"), "");
  });
  test.afterAll(() => rm(folder, { recursive: true, force: true }));

  /** All that a start printed, without what Next.js says of itself. */
  async function start(env: Record<string, string>): Promise<string> {
    const port = String(await findFreePort());
    const settings = { NODE_ENV: "production", PORT: port, DATABASE_URL: "", PORTICO_ISSUER: "" };
    const defaults = { PORTICO_DATA_DIR: path.join(folder, "data"), PORTICO_SECRET: "" };
    const failure = await runProgram(["lib/server/start.mjs"], { ...settings, ...defaults, ...env }).then(
      () => "it started",
      (error: Error) => error.message,
    );
    expect(failure).toContain("ended with 1:");
    return failure;
  }

  test("a malformed variable", async () => {
    expect(await start({ PORTICO_RATE_LIMITS: "perhaps" })).toContain("\nPORTICO_RATE_LIMITS must be on or off.\n");
  });

  test("a missing variable", async () => {
    expect(await start({ DATABASE_URL: postgres.url })).toContain("\nPORTICO_SECRET must be set");
  });

  test("another secret than the database was made with", async () => {
    const DATABASE_URL = await createDatabase();
    const portal = await Portal.start({ DATABASE_URL });
    await portal.stop();
    const printed = await start({ DATABASE_URL, PORTICO_SECRET: "another secret, of 32 characters or more" });
    expect(printed).toMatch(/\nThe signing keys were encrypted under another PORTICO_SECRET; start with that one\.\n$/);
  });

  test("a data directory that cannot be used", async () => {
    const dataDir = path.join(folder, "file", "data");
    expect(await start({ PORTICO_DATA_DIR: dataDir })).toContain(
      `\nThe data directory ${dataDir} cannot be used: part of its path is not a directory.\n`,
    );
  });

  test("a database that does not answer", async () => {
    const url = `postgresql://postgres@127.0.0.1:${await findFreePort()}/portico`;
    const printed = await start({ DATABASE_URL: url, PORTICO_SECRET: "a secret of 32 characters or more" });
    expect(printed).toMatch(/\nThe database at 127\.0\.0\.1:\d+ does not answer: .+\.\n/);
  });

  test("a port that is taken", async () => {
    const other = createServer();
    const port = await findFreePort();
    await new Promise<void>((resolve) => other.listen(port, resolve));
    const printed = await start({ PORT: String(port) });
    expect(printed).toContain(`\nPort ${port} is in use by another program; set PORT to another one.\n`);
    expect(existsSync(path.join(folder, "data", "lock"))).toBe(false);
    await new Promise((resolve) => other.close(resolve));
  });
});
