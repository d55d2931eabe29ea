import { readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "playwright/test";
import { Portal } from "../fixtures/portal";
import { fillBy, makeDatabaseOnSmallDisk, runOn } from "../fixtures/small-database";
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
  const database = await makeDatabaseOnSmallDisk();
  if (database === null) return makeRefusing();
  const { url, ...rest } = database;
  return { env: { DATABASE_URL: url }, ...rest };
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
      await runOn(url, refuse);
      for (const table of tables) {
        await runOn(url, `CREATE TRIGGER refuse BEFORE INSERT ON ${table} EXECUTE FUNCTION refuse()`);
      }
    },
    free: () => runOn(url, "DROP FUNCTION refuse CASCADE"),
    remove: () => server.stop(),
  };
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
