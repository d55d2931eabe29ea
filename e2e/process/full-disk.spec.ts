import { chownSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { expect, test } from "playwright/test";
import { Portal } from "../fixtures/portal";
import { startPostgres } from "../run/postgres.mjs";
import { makeSmallDisk } from "../run/small-disk.mjs";
import { createDatabase } from "./create-database";
import { askForToken, createService, isActive } from "./token-requests";

test.describe.configure({ timeout: 300_000 });

/** A database on a disk that can be filled. */
interface SmallDatabase {
  env: Record<string, string>;
  fill: () => Promise<void>;
  free: () => Promise<void>;
  remove: () => Promise<void>;
}

/** Writes pieces of these sizes, the smaller to the last page, until there is no room. */
async function fillBy(sizes: number[], write: (size: number) => Promise<unknown>): Promise<void> {
  for (const size of sizes) {
    let hasRoom = true;
    while (hasRoom) {
      hasRoom = await write(size).then(
        () => true,
        () => false,
      );
    }
  }
}

/** The embedded database, with its folder on a disk of its own. */
async function makeEmbedded(): Promise<SmallDatabase> {
  const disk = makeSmallDisk(200);
  if (disk === null) return makeRefusing();
  let count = 0;
  const isFiller = (name: string) => name.startsWith("filler");
  return {
    env: { DATABASE_URL: "", PORTICO_DATA_DIR: path.join(disk.folder, "data") },
    fill: () =>
      fillBy([1 << 20, 4096], async (size) => {
        count += 1;
        writeFileSync(path.join(disk.folder, `filler-${count}`), Buffer.alloc(size));
      }),
    free: async () => {
      for (const name of readdirSync(disk.folder).filter(isFiller)) rmSync(path.join(disk.folder, name));
    },
    remove: async () => disk.remove(),
  };
}

/** A database of a PostgreSQL server, with its tables on a disk of its own. */
async function makeOnServer(): Promise<SmallDatabase> {
  const disk = makeSmallDisk(64);
  if (disk === null) return makeRefusing();
  const server = await startPostgres();
  const place = path.join(disk.folder, "tables");
  mkdirSync(place);
  // The user that PostgreSQL runs as when root starts it.
  chownSync(place, 65_534, 65_534);
  await run(server.url, `CREATE TABLESPACE small LOCATION '${place}'`);
  await run(server.url, "CREATE DATABASE portal TABLESPACE small");
  const url = new URL(server.url);
  url.pathname = "/portal";
  return {
    env: { DATABASE_URL: url.href },
    fill: async () => {
      await run(url.href, "CREATE TABLE filler (text text)");
      await fillBy([1000, 1], (rows) =>
        run(url.href, `INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, ${rows})`),
      );
    },
    free: () => run(url.href, "DROP TABLE filler"),
    remove: async () => {
      await server.stop();
      disk.remove();
    },
  };
}

/** Where a test may mount no disk: a database that answers every new token as PostgreSQL does when its disk is full. */
async function makeRefusing(): Promise<SmallDatabase> {
  const server = await startPostgres();
  const url = await createDatabase(server.url);
  const refuse = `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN RAISE EXCEPTION ''No space left on device'' USING ERRCODE = ''53100''; END'`;
  const tables = ["access_tokens", "rate_limits"];
  return {
    env: { DATABASE_URL: url },
    fill: async () => {
      await run(url, refuse);
      for (const table of tables) {
        await run(url, `CREATE TRIGGER refuse BEFORE INSERT ON ${table} EXECUTE FUNCTION refuse()`);
      }
    },
    free: () => run(url, "DROP FUNCTION refuse CASCADE"),
    remove: () => server.stop(),
  };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

for (const [name, make] of [
  ["the embedded database", makeEmbedded],
  ["PostgreSQL", makeOnServer],
] as const) {
  test(`a full disk, on ${name}: /readyz says so, documents are served, nothing is lost, and all is right again by itself`, {
    tag: "@measured",
  }, async () => {
    const database = await make();
    const portal = await Portal.start(database.env);
    const statusOf = async (address: string) => (await fetch(portal.url + address)).status;
    const look = async () => {
      const since = performance.now();
      const body = await (await fetch(`${portal.url}/readyz`)).text();
      expect(performance.now() - since).toBeLessThan(1_000);
      return body;
    };
    try {
      const service = await createService(portal);
      const acknowledged: string[] = [];
      const ask = async () => {
        const { status, token } = await askForToken(portal, service);
        if (status === 200) acknowledged.push(token);
        return status;
      };
      expect(await ask()).toBe(200);
      await database.fill();
      // Until the pages that its tables have already are full, too.
      await expect.poll(async () => new Set(await Promise.all(Array.from({ length: 10 }, ask)))).toContain(503);
      await expect.poll(look).toBe('{"status":"unready","reason":"disk_full"}');
      for (const document of ["/healthz", "/oauth/jwks", "/.well-known/openid-configuration"]) {
        expect(await statusOf(document), document).toBe(200);
      }

      await database.free();
      await expect.poll(look).toBe('{"status":"ready"}');
      expect(await ask()).toBe(200);
      const checks = await Promise.all(acknowledged.map((token) => isActive(portal, service, token)));
      expect(checks.filter((isValid) => !isValid)).toEqual([]);
    } finally {
      await portal.stop();
      await database.remove();
    }
  });
}
