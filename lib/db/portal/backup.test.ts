import {
  appendFile,
  copyFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { resetEnv } from "../../env";
import { KEPT_PURPOSES } from "../../keys/kept-keys";
import { reseal } from "../../keys/reseal";
import { getMasterKey, resetMasterKey } from "../../keys/secret";
import { ALICE, accessToken, authorizationCode, CONTRACT_SEED, grant } from "../../oauth/testing/fixtures";
import { seedBuiltInScopes } from "../driver/built-in-scopes";
import { beginOwnSecret, getDb, readKeptKeysAgain } from "../driver/database";
import { newId } from "../driver/new-id";
import { PROCESS_LOCK_CLASS } from "../driver/process-key";
import { Prisma } from "../generated/client";
import { oauthStore } from "../protocol/store";
import { seedStore } from "../testing/seed-store";
import { useTestDatabase } from "../testing/test-database";
import { listTables, quoted } from "./all-tables";
import { writeBackup } from "./backup";
import { BackupError, checkBackup, type RowBatch } from "./backup-file";
import { restoreBackup } from "./restore";

useTestDatabase();

const now = new Date("2026-01-02T03:04:05.678Z");

let folder = "";
const at = (name: string) => path.join(folder, name);

/** Every row, by its table. */
async function dump(): Promise<RowBatch[]> {
  const db = await getDb();
  const tables = await listTables(db);
  const parts = tables.map(
    (table) => Prisma.sql`
      SELECT ${table} AS "table", coalesce(array_agg(row_to_json(t)::text ORDER BY row_to_json(t)::text), '{}') AS rows
      FROM ${quoted(table)} t`,
  );
  // Without an order, PostgreSQL answers so many parts in the order in which its workers end.
  return db.$queryRaw<RowBatch[]>`SELECT * FROM (${Prisma.join(parts, " UNION ALL ")}) AS parts ORDER BY "table"`;
}

async function emptyDatabase(): Promise<void> {
  const db = await getDb();
  await db.$executeRaw`TRUNCATE ${Prisma.join((await listTables(db)).map(quoted))}`;
}

let before: RowBatch[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "portico-backup-"));
  await seedStore(CONTRACT_SEED);
  const given = grant();
  await oauthStore.createAuthorizationCode(given, authorizationCode(given), null);
  // A bit is set already when a restore writes the token, whose client has ended.
  const place = { statusListId: "018f4a00-0000-7000-8000-000000bac809", statusIndex: 1 };
  await oauthStore.createAccessToken(accessToken(null, { ...place, clientId: "pt_cl_suspended" }));
  const db = await getDb();
  await db.user.update({ where: { id: ALICE.userId }, data: { name: 'Line\nbreak "quoted" \\ 예제' } });
  await db.$executeRaw`
    INSERT INTO user_pictures (user_id, image, media_type, created_at)
    SELECT id, decode(repeat('00ff', 100000), 'hex'), 'image/png', now() FROM users WHERE id = ${ALICE.userId}::uuid`;
  await db.$executeRaw`
    UPDATE users SET claims = '{"birthdate": "2000-01-01", "number": 12345678901234567890.5}' WHERE id = ${ALICE.userId}::uuid`;
  await readKeptKeysAgain();
  before = await dump();
  await writeBackup(at("backup.gz"), now);
});
afterAll(async () => {
  await emptyDatabase();
  await rm(folder, { recursive: true, force: true });
});

describe("a backup", () => {
  it("is a file that only its owner can read, and nothing else is left beside it", async () => {
    expect((await stat(at("backup.gz"))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["backup.gz"]);
  });

  it("is written beside another one of the same name and process number, as of another container, and leaves it alone", async () => {
    const other = at(`mine.gz.${process.pid}.part`);
    await writeFile(other, "half of a backup");
    await writeBackup(at("mine.gz"), now);
    await expect(checkBackup(at("mine.gz"))).resolves.toHaveProperty("counts");
    expect(await readFile(other, "utf8")).toBe("half of a backup");
    await rm(other);
    await rm(at("mine.gz"));
  });

  it("removes what a killed one left in the folder, and leaves one alone that is being written", async () => {
    const unfinished = (name: string) => at(`${name}.${crypto.randomUUID()}.part`);
    const [killed, current] = [unfinished("yesterday.gz"), unfinished("now.gz")];
    for (const file of [killed, current]) await writeFile(file, "half of a backup");
    const long = new Date(Date.now() - 3_601_000);
    await utimes(killed, long, long);
    await writeBackup(at("today.gz"), now);
    expect((await readdir(folder)).sort()).toEqual(["backup.gz", path.basename(current), "today.gz"].sort());
    for (const file of [current, at("today.gz")]) await rm(file);
  });

  it("can be restored, however much longer some rows are than those before them", async () => {
    const db = await getDb();
    const putPictures = (count: number, bytes: number) => db.$executeRaw`
      INSERT INTO portal_logos (digest, image, media_type)
      SELECT ${bytes} || '-' || n, decode(repeat('ff', ${bytes}), 'hex'), 'image/png' FROM generate_series(1, ${count}) n`;
    await putPictures(200, 10);
    await putPictures(40, 262_144);
    await writeBackup(at("uneven.gz"), now);
    await db.$executeRaw`DELETE FROM portal_logos`;
    await expect(checkBackup(at("uneven.gz"))).resolves.toMatchObject({ counts: { portal_logos: 240 } });
    await rm(at("uneven.gz"));
  });

  it("never replaces a file, and leaves nothing where it cannot be written", async () => {
    await writeFile(at("taken"), "something else");
    await expect(writeBackup(at("taken"), now)).rejects.toThrow("exists already");
    expect(await readFile(at("taken"), "utf8")).toBe("something else");
    await rm(at("taken"));
    await expect(writeBackup(at("no/such/folder.gz"), now)).rejects.toThrow("folder.gz cannot be written: ENOENT.");
    expect(await readdir(folder)).toEqual(["backup.gz"]);
  });

  it("holds nothing that the secret makes readable without it, and never the secret", async () => {
    expect(gunzipSync(await readFile(at("backup.gz"))).toString()).not.toContain(getMasterKey());
  });
});

describe("a restore into a database that somebody uses", () => {
  it("is refused when there are accounts or apps, and changes nothing", async () => {
    await expect(restoreBackup(at("backup.gz"))).rejects.toThrow("The database is not new: there are rows in");
    expect(await dump()).toEqual(before);
  });
});

describe("a restore into a new database", () => {
  let empty: RowBatch[] = [];
  beforeEach(async () => {
    await emptyDatabase();
    const db = await getDb();
    // What a portal that was started once left.
    await seedBuiltInScopes(db);
    await db.setting.create({ data: { name: "setup_token_hash", value: "a hash" } });
    empty = await dump();
  });

  /** A copy that a change was made to. */
  async function copy(change: (file: string) => Promise<void>): Promise<string> {
    const file = at("copy.gz");
    await copyFile(at("backup.gz"), file);
    await change(file);
    return file;
  }
  /** A copy whose lines were changed, packed again. */
  const edit = (change: (lines: string[]) => string[]) =>
    copy(async (file) => {
      const lines = gunzipSync(await readFile(file))
        .toString()
        .split("\n");
      await writeFile(file, gzipSync(change(lines).join("\n")));
    });
  const find = (lines: string[], start: string) => lines.findIndex((line) => line.startsWith(start));

  async function expectRefusal(file: string, sentence: string): Promise<void> {
    const refused = restoreBackup(file);
    await expect(refused).rejects.toThrow(sentence);
    await expect(refused).rejects.toThrow(BackupError);
    expect(await dump()).toEqual(empty);
  }

  it("is refused when there is an API, although nobody has an account or an app", async () => {
    const db = await getDb();
    await db.resource.create({ data: { id: newId(), identifier: "https://api.example.org", name: "An API" } });
    await expect(restoreBackup(at("backup.gz"))).rejects.toThrow(
      "The database is not new: there are rows in resources.",
    );
  });

  it("gives back everything", async () => {
    const { counts } = await restoreBackup(at("backup.gz"));
    expect(await dump()).toEqual(before);
    expect(counts).toEqual(Object.fromEntries(before.map(({ table, rows }) => [table, rows.length])));
  });

  it("is refused for a file that was cut off, wherever", async () => {
    const { size } = await stat(at("backup.gz"));
    for (const length of [size - 1, size - 9, size - 100, Math.floor(size / 2), 100]) {
      await expectRefusal(await copy((file) => truncate(file, length)), "was cut off");
    }
    // Between two lines, and packed as a whole.
    const shorter = await edit((lines) => [...lines.slice(0, -2), ""]);
    await expectRefusal(shorter, "was cut off: its last line is missing.");
    await expectRefusal(await edit((lines) => lines.slice(0, -1)), "was cut off in the middle of a line.");
  });

  it("is refused for a file that was edited: a value, a row, a line, the counts, the first line", async () => {
    const edits: ((lines: string[]) => string[])[] = [
      (lines) => lines.map((line) => line.replace("Line", "Other")),
      (lines) => lines.toSpliced(find(lines, '{"table":"users"'), 1),
      (lines) => lines.toSpliced(2, 0, lines[find(lines, '{"table":"users"')] ?? ""),
      (lines) => lines.map((line) => line.replace(/"users":\d+/, '"users":7')),
      (lines) => lines.map((line) => line.replace(/"processes":\[[^\]]*\]/, '"processes":[]')),
      (lines) => lines.map((line) => line.replace(/"seal":"(.)/, (_, first) => `"seal":"${first === "_" ? "-" : "_"}`)),
    ];
    for (const each of edits) await expectRefusal(await edit(each), "is not as it was written");
    await expectRefusal(await edit((lines) => [...lines.slice(0, -1), ...lines.slice(1)]), "goes on after its end");
  });

  it("is refused for a file that goes on after its end", async () => {
    await expectRefusal(await copy((file) => appendFile(file, "\0\0")), "goes on after its end");
    await expectRefusal(await copy((file) => appendFile(file, gzipSync("more\n"))), "goes on after its end");
    await expectRefusal(await copy((file) => appendFile(file, "more")), "is damaged");
  });

  it("is refused for a file that is no backup", async () => {
    const write = (content: string | Buffer) => copy((file) => writeFile(file, content));
    await expectRefusal(await write("not a backup"), "is not a backup of Portico.");
    await expectRefusal(await write(""), "copy.gz was cut off");
    await expectRefusal(await write(gzipSync("")), "is empty");
    await expectRefusal(await write(gzipSync("not a backup\n")), "is not a backup of Portico.");
    await expectRefusal(await write(gzipSync(Buffer.alloc(20_000_000))), "is not a backup of Portico.");
    await expectRefusal(at("missing.gz"), "missing.gz cannot be read: ENOENT.");
    await expectRefusal(folder, "cannot be read: EISDIR.");
  });

  it("is refused for a backup of the first format, which had no seal, and says why", async () => {
    const first = await copy((file) => writeFile(file, gzipSync('{"portico":1,"migrations":[]}\n')));
    await expectRefusal(first, "was made by an older version of Portico, which did not seal its backups");
  });

  it("keeps the reason at any size: another version of a file of some megabytes", async () => {
    const long = (lines: string[]) => {
      const [first = "", ...others] = lines;
      const more = Array.from({ length: 40 }, () => `{"table":"users","rows":[{"name":"${"x".repeat(100_000)}"}]}`);
      return [first.replace(/"migrations":\[/, '"migrations":["20990101000000_later",'), ...more, ...others];
    };
    await expectRefusal(await edit(long), "is of another version of Portico; restore it with that one, then update.");
    const unsealed = (lines: string[]) => long(lines).with(0, lines[0] ?? "");
    await expectRefusal(await edit(unsealed), "is not as it was written");
  });

  describe("under another secret", () => {
    const secret = getMasterKey();
    afterEach(() => {
      resetEnv();
      resetMasterKey(secret);
    });

    it("is refused, and that is said before anything else that is wrong", async () => {
      const other = await edit((lines) => [
        (lines[0] ?? "").replace(/"migrations":\[/, '"migrations":["20990101000000_later",'),
        "",
      ]);
      resetMasterKey("another secret of thirty-two characters");
      await expectRefusal(at("backup.gz"), "was made under another secret: set PORTICO_SECRET");
      await expectRefusal(other, "was made under another secret");
    });

    it("gives back everything where that secret is PORTICO_SECRET_PREVIOUS, ready to be encrypted under the new one", async () => {
      resetEnv({ PORTICO_SECRET_PREVIOUS: secret });
      resetMasterKey("another secret of thirty-two characters");
      await restoreBackup(at("backup.gz"));
      await beginOwnSecret();
      const db = await getDb();
      expect(await db.keptKey.findMany({ where: { generation: 2 }, select: { purpose: true } })).toHaveLength(2);
      // The fixtures have a secret that nobody encrypted.
      expect(await reseal()).toEqual({ replaced: KEPT_PURPOSES.length, unreadable: 1 });
      resetEnv();
      await readKeptKeysAgain();
    });
  });

  it("is all or nothing when the database refuses a row", async () => {
    const db = await getDb();
    await db.$executeRaw`ALTER TABLE redirect_uris ADD CONSTRAINT refused CHECK (uri = '') NOT VALID`;
    await expectRefusal(at("backup.gz"), "cannot be restored");
    await db.$executeRaw`ALTER TABLE redirect_uris DROP CONSTRAINT refused`;
  });

  // The last test: the lock may be held by a connection of its own until the database is closed.
  it("is refused while another process uses the database", async () => {
    const db = await getDb();
    await db.$executeRaw`SELECT pg_advisory_lock_shared(${PROCESS_LOCK_CLASS}::int, -5)`;
    await expectRefusal(at("backup.gz"), "A portal, or another command, uses this database; stop it, then restore.");
    await db.$executeRaw`SELECT pg_advisory_unlock_all()`;
  });
});
