import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { build } from "esbuild";
import pg from "pg";
import { expect, test } from "playwright/test";
import { startPostgres } from "../run/postgres.mjs";

test.describe.configure({ timeout: 600_000 });

/** The seed of the random moments. */
const seed = 20_261_129;
const kills = 20;

/** How many of them while an embedded database is made, which takes seconds. */
const makings = 3;

/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32). */
function createRandom(state: number): () => number {
  let current = state;
  return () => {
    current = (current + 0x6d2b79f5) | 0;
    let mixed = Math.imul(current ^ (current >>> 15), 1 | current);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = createRandom(seed);
const root = fileURLToPath(new URL("../..", import.meta.url));
/** `start-once.ts` as one file: compiling it in each of so many processes took longer than what they do. */
const program = path.join(root, "node_modules", ".cache", "portico", `start-once-${process.pid}.mjs`);
const folder = mkdtempSync(path.join(tmpdir(), "portico-interrupted-"));
const processes = new Set<ChildProcess>();

test.beforeAll(async () => {
  await build({
    absWorkingDir: root,
    entryPoints: ["e2e/process/start-once.ts"],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
});
test.afterAll(() => {
  for (const child of processes) child.kill("SIGKILL");
  rmSync(program, { force: true });
  rmSync(folder, { recursive: true, force: true });
});

/** A process that is loaded and waits for the signal to start. */
interface Start {
  /**
   * Milliseconds it took; null when it was killed.
   * @throws with what it printed when it ended by itself and not well
   */
  run: (killAfterMs?: number) => Promise<number | null>;
}

async function prepareStart(env: Record<string, string>): Promise<Start> {
  const child = fork(program, {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, NODE_ENV: "production", ...env },
  });
  processes.add(child);
  let printed = "";
  child.stderr?.on("data", (chunk) => {
    printed += chunk;
  });
  const ended = new Promise<string | number>((resolve) => {
    child.once("exit", (code, signal) => {
      processes.delete(child);
      resolve(signal ?? code ?? "nothing");
    });
  });
  await new Promise((resolve) => child.once("message", resolve));
  return {
    run: async (killAfterMs) => {
      const since = performance.now();
      child.send("start");
      let isKilled = false;
      const kill = () => {
        isKilled = child.kill("SIGKILL");
      };
      const timer = killAfterMs === undefined ? undefined : setTimeout(kill, killAfterMs);
      const end = await ended;
      clearTimeout(timer);
      if (isKilled && end === "SIGKILL") return null;
      if (end !== 0) throw new Error(`A start ended with ${end}: ${printed}`);
      return performance.now() - since;
    },
  };
}

/**
 * Kills starts at random moments, each in the folder that the last one left. If a start finishes before its moment, the
 * next one begins in a new folder. Every start that is not killed must end by itself, without an error.
 * @param wholeMs how long a start takes
 * @returns where the last one ended
 */
async function killStarts<Place extends Record<string, string>>(
  count: number,
  makePlace: () => Promise<Place>,
  wholeMs: number,
): Promise<Place> {
  let place = await makePlace();
  let next = prepareStart(place);
  for (let killed = 0; killed < count; ) {
    const start = await next;
    const end = await start.run(random() * wholeMs);
    if (end === null) killed += 1;
    else place = await makePlace();
    next = prepareStart(place);
  }
  await (await next).run();
  return place;
}

const measure = async (place: Record<string, string>) => {
  const took = await (await prepareStart(place)).run();
  if (took === null) throw new Error("Somebody else killed the start that was measured.");
  return took;
};

const unfinished = "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL";

test("a start on the embedded database that is killed at any moment keeps no later one from starting", async () => {
  let places = 0;
  const makeFolder = async () => {
    places += 1;
    return { DATABASE_URL: "", PORTICO_SECRET: "", PORTICO_DATA_DIR: path.join(folder, String(places)) };
  };
  // Making a database takes much longer than all that follows, so each part has its own moments.
  const made = path.join(folder, "made");
  const since = performance.now();
  await (await PGlite.create(made)).close();
  const makingMs = performance.now() - since;
  const copyMade = async () => {
    const place = await makeFolder();
    cpSync(made, path.join(place.PORTICO_DATA_DIR, "db"), { recursive: true });
    // A start makes it before the database, and names one that is gone.
    writeFileSync(path.join(place.PORTICO_DATA_DIR, "secret"), randomBytes(32).toString("base64url"), { mode: 0o600 });
    return place;
  };
  await killStarts(makings, makeFolder, makingMs);
  const last = await killStarts(kills - makings, copyMade, await measure(await copyMade()));

  expect(existsSync(path.join(last.PORTICO_DATA_DIR, "secret"))).toBe(true);
  const database = await PGlite.create(path.join(last.PORTICO_DATA_DIR, "db"));
  expect((await database.query(unfinished)).rows).toEqual([]);
  await database.close();
});

test("a start on PostgreSQL that is killed at any moment keeps no later one from starting", async () => {
  const postgres = await startPostgres();
  const execute = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client.query(sql).finally(() => client.end());
  };
  try {
    let places = 0;
    const makeDatabase = async () => {
      places += 1;
      await execute(postgres.url, `CREATE DATABASE place_${places}`);
      const url = new URL(postgres.url);
      url.pathname = `/place_${places}`;
      return { DATABASE_URL: url.href, PORTICO_SECRET: "a secret of 32 characters or more", PORTICO_DATA_DIR: folder };
    };
    const last = await killStarts(kills, makeDatabase, await measure(await makeDatabase()));
    expect((await execute(last.DATABASE_URL, unfinished)).rows).toEqual([]);
  } finally {
    await postgres.stop();
  }
});
