import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { applyMigrations, MigrationError } from "../driver/apply-migrations";
import { getDb } from "../driver/database";
import { type Migration, readMigrations } from "../driver/migrations-folder";
import { type EmbeddedDatabase, openMemoryDatabase } from "../driver/pglite";
import { useTestDatabase } from "../testing/test-database";
import { planMigration } from "./diff";
import { readSchema, toMigrationList, withSchemaEngine } from "./schema-engine";

useTestDatabase();

/** Milliseconds: a database made from nothing takes long on a busy machine. */
const patience = 180_000;

it("the migrations make exactly the schema (else run: npm run db:diff -- NAME)", { timeout: patience }, async () => {
  expect(await planMigration()).toBeNull();
});

it("writes the table that the Prisma tools read", async () => {
  const db = await getDb();
  const rows = await db.$queryRaw<{ name: string; checksum: string }[]>`
    SELECT migration_name AS name, checksum FROM _prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`;
  expect(rows).toEqual((await readMigrations()).map(({ name, checksum }) => ({ name, checksum })));
});

/** Nothing is in it when a test begins. */
let database: EmbeddedDatabase;
beforeAll(async () => {
  database = await openMemoryDatabase();
}, patience);
beforeEach(() => database.target.runScript("DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
afterAll(() => database.close());

it("applies what is missing once, and leaves nothing to do for Prisma's own engine", {
  timeout: patience,
}, async () => {
  const migrations = await readMigrations();
  expect(await applyMigrations(database.target)).toEqual(migrations.map(({ name }) => name));
  expect(await applyMigrations(database.target)).toEqual([]);
  const filters = { externalTables: [], externalEnums: [] };
  const byPrisma = await withSchemaEngine(database.target, await readSchema(), (engine) =>
    engine.applyMigrations({ migrationsList: toMigrationList(migrations), filters }),
  );
  expect(byPrisma.appliedMigrationNames).toEqual([]);
});

it("takes what Prisma's own engine applied as applied", { timeout: patience }, async () => {
  const migrations = await readMigrations();
  const filters = { externalTables: [], externalEnums: [] };
  await withSchemaEngine(database.target, await readSchema(), (engine) =>
    engine.applyMigrations({ migrationsList: toMigrationList(migrations), filters }),
  );
  expect(await applyMigrations(database.target)).toEqual([]);
});

it("no migration has a statement that cannot be part of a transaction, or that would end it", async () => {
  const outside =
    /\b(CONCURRENTLY|VACUUM|BEGIN|START\s+TRANSACTION|COMMIT|ROLLBACK|(CREATE|DROP|ALTER)\s+(DATABASE|TABLESPACE|SYSTEM|SUBSCRIPTION))\b/i;
  for (const { name, script } of await readMigrations()) {
    const statements = script.replace(/--.*$/gm, "").replace(/\$(\w*)\$.*?\$\1\$/gs, "");
    expect(statements, name).not.toMatch(outside);
  }
});

it("leaves APIs on the signature that their servers know, and people's yes where it was", {
  timeout: patience,
}, async () => {
  const migrations = await readMigrations();
  const place = migrations.findIndex(({ name }) => name.endsWith("_api_access"));
  await applyMigrations(database.target, migrations.slice(0, place));
  const uuid = (end: string) => `018f4a00-0000-7000-8000-${end.padStart(12, "0")}`;
  const identifiers = ["https://API.example", "https://api.example/", "HTTP://api.example:80/v1?x", "urn:example:api"];
  const resources = identifiers.map((identifier, n) => {
    return `('${uuid(`${n}`)}', '${identifier}', 'API', now() + interval '${n} s', now())`;
  });
  await database.target.runScript(`
    INSERT INTO resources (id, identifier, name, created_at, updated_at) VALUES ${resources.join(", ")};
    INSERT INTO scopes (name, resource_id, title) VALUES ('openid', NULL, 'A'), ('read', '${uuid("0")}', 'B'),
      ('write', '${uuid("0")}', 'C'), ('mail', '${uuid("3")}', 'D');
    INSERT INTO users (id, email, updated_at) VALUES ('${uuid("a")}', 'user@example.org', now());
    INSERT INTO clients (id, name, updated_at) VALUES ('one', 'One', now()), ('two', 'Two', now());
    INSERT INTO consents (id, user_id, client_id, updated_at) VALUES ('${uuid("c")}', '${uuid("a")}', 'one', now()),
      ('${uuid("d")}', '${uuid("a")}', 'two', now());
    INSERT INTO consent_scopes (consent_id, scope) VALUES ('${uuid("c")}', 'openid'), ('${uuid("c")}', 'read'),
      ('${uuid("c")}', 'write'), ('${uuid("d")}', 'openid')`);
  await applyMigrations(database.target, migrations);
  const rows = await database.target.query(
    "SELECT normal_identifier, signing_alg, client_policy FROM resources ORDER BY created_at",
  );
  const kept = { signing_alg: "ES256", client_policy: "scopes" };
  // RFC 3986 §6.2.3: the first two are one, so that the second is known as it is written only.
  const normal = ["https://api.example/", null, "http://api.example/v1?x", null];
  expect(rows).toEqual(normal.map((normal_identifier) => ({ normal_identifier, ...kept })));
  const consents = await database.target.query("SELECT client_id, resources FROM consents ORDER BY client_id");
  expect(consents).toEqual([
    { client_id: "one", resources: ["https://API.example"] },
    { client_id: "two", resources: [] },
  ]);
});

it("leaves offline access to the grants whose person said yes to it", { timeout: patience }, async () => {
  const migrations = await readMigrations();
  const place = migrations.findIndex(({ name }) => name.endsWith("_offline_access"));
  await applyMigrations(database.target, migrations.slice(0, place));
  const uuid = (end: number) => `018f4a00-0000-7000-8000-${String(end).padStart(12, "0")}`;
  const grants = ["{openid,offline_access}", "{openid}", "{calendar:read}"].map(
    (scopes, n) => `('${uuid(n)}', '${uuid(9)}', 'one', '${scopes}', '{}', '{pwd}', now(), now())`,
  );
  await database.target.runScript(`
    INSERT INTO users (id, email, updated_at) VALUES ('${uuid(9)}', 'user@example.org', now());
    INSERT INTO clients (id, name, updated_at) VALUES ('one', 'One', now());
    INSERT INTO grants (id, user_id, client_id, scopes, resources, amr, authenticated_at, created_at)
      VALUES ${grants.join(", ")};
    INSERT INTO refresh_tokens (token_hash, grant_id, client_id, scopes, created_at, expires_at)
      VALUES ('plain', '${uuid(2)}', 'one', '{calendar:read}', now(), now())`);
  await applyMigrations(database.target, migrations);
  const rows = await database.target.query("SELECT scopes, offline_access FROM grants ORDER BY id");
  expect(rows).toEqual([
    { scopes: ["openid", "offline_access"], offline_access: true },
    { scopes: ["openid"], offline_access: false },
    { scopes: ["calendar:read"], offline_access: true },
  ]);
});

it("copies an app's newest refusals to its requests, and of a busy app looks at its newest events only", {
  timeout: patience,
}, async () => {
  const migrations = await readMigrations();
  const place = migrations.findIndex(({ name }) => name.endsWith("_client_requests"));
  await applyMigrations(database.target, migrations.slice(0, place));
  const events = (client: string, type: string, outcome: string, { from, count }: { from: number; count: number }) => `
    INSERT INTO audit_events (id, created_at, type, outcome, client_id, data)
    SELECT gen_random_uuid(), now() - n * interval '1 s', '${type}', '${outcome}', '${client}', '{"cause":"x"}'
    FROM generate_series(${from}, ${from + count - 1}) n`;
  await database.target.runScript(`
    INSERT INTO clients (id, name, updated_at) VALUES ('quiet', 'Quiet', now()), ('busy', 'Busy', now());
    ${events("quiet", "token.refused", "failed", { from: 1, count: 250 })};
    ${events("busy", "authorize.refused", "failed", { from: 1, count: 90 })};
    ${events("busy", "token.issued", "ok", { from: 91, count: 4_910 })};
    ${events("busy", "authorize.refused", "failed", { from: 5_001, count: 50 })}`);
  await applyMigrations(database.target, migrations);
  const rows = await database.target.query(`
    SELECT client_id, endpoint, cause, count(*)::int AS count FROM client_requests GROUP BY 1, 2, 3 ORDER BY 1`);
  expect(rows).toEqual([
    { client_id: "busy", endpoint: "authorize", cause: "x", count: 90 },
    { client_id: "quiet", endpoint: "token", cause: "x", count: 200 },
  ]);
});

describe("a database that a newer version has migrated", () => {
  const step = (name: string, script: string): Migration => ({ name, script, checksum: name.padEnd(64, "0") });
  const steps = "CREATE TABLE contract_steps (migration TEXT PRIMARY KEY, needs TEXT NOT NULL)";
  const first = step("1_first", steps);
  const second = step("2_second", "CREATE TABLE second_table (id INT)");
  const expand = step("3_expand", "ALTER TABLE second_table ADD COLUMN more INT");
  const contract = step("4_contract", "INSERT INTO contract_steps VALUES ('4_contract', '2_second')");
  const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
  beforeEach(() => void errors.mockClear());

  it("is one to go on with, and the operator reads so, as long as nothing that this version uses was taken away", async () => {
    await applyMigrations(database.target, [first, second, expand, contract]);
    expect(await applyMigrations(database.target, [first, second])).toEqual([]);
    expect(errors.mock.calls).toEqual([
      [
        "A newer version of Portico has migrated the database (4_contract). This version can run on its schema, and goes on.",
      ],
    ]);
  });

  it("is none after a contract step that needs a migration which this version does not know", async () => {
    await applyMigrations(database.target, [first, second, expand, contract]);
    const older = [first, step("1_later", "CREATE TABLE never_made (id INT)")];
    await expect(applyMigrations(database.target, older)).rejects.toThrow(
      /^A newer version of Portico has migrated the database \(4_contract\), and this version cannot run on its schema: run the newer version here as well\.$/,
    );
    expect(await database.target.query("SELECT to_regclass('never_made') AS name")).toEqual([{ name: null }]);
  });

  it("is none where nothing says what its migrations need", async () => {
    await applyMigrations(database.target, [second, expand]);
    await expect(applyMigrations(database.target, [second])).rejects.toThrow(MigrationError);
  });
});

describe("a migration that was cut off", () => {
  const first: Migration = { name: "1_first", script: "CREATE TABLE first_table (id INT)", checksum: "1".repeat(64) };
  const second: Migration = {
    name: "2_second",
    script: "CREATE TABLE second_table (id INT); INSERT INTO second_table VALUES (1) -- the end",
    checksum: "2".repeat(64),
  };
  const rowsOf = async (sql: string) => await database.target.query(sql);
  const readRows = () =>
    rowsOf(`SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS undone
      FROM _prisma_migrations ORDER BY migration_name, undone DESC`);
  const finished = ({ name, checksum }: Migration) => ({ name, checksum, finished: true, undone: false });

  /** As Prisma's engine does before it runs a script. */
  const begin = ({ name, checksum }: Migration, logs = "NULL") =>
    database.target.runScript(`INSERT INTO _prisma_migrations (id, migration_name, checksum, logs)
      VALUES (gen_random_uuid()::text, '${name}', '${checksum}', ${logs})`);

  beforeEach(() => applyMigrations(database.target, [first]));

  it("leaves neither its tables nor its row, and is applied by the next start", async () => {
    const broken = { ...second, script: `${second.script}\n; SELECT 1 / 0` };
    await expect(applyMigrations(database.target, [first, broken])).rejects.toThrow(MigrationError);
    expect(await rowsOf("SELECT to_regclass('second_table') AS name")).toEqual([{ name: null }]);
    expect(await readRows()).toEqual([finished(first)]);
    expect(await applyMigrations(database.target, [first, second])).toEqual(["2_second"]);
    expect(await readRows()).toEqual([finished(first), finished(second)]);
  });

  it("is applied when its row is there and nothing else of it", async () => {
    await begin(second);
    expect(await applyMigrations(database.target, [first, second])).toEqual(["2_second"]);
    expect(await rowsOf("SELECT id FROM second_table")).toEqual([{ id: 1 }]);
    const undone = { name: second.name, checksum: second.checksum, finished: false, undone: true };
    expect(await readRows()).toEqual([finished(first), undone, finished(second)]);
  });

  it("is finished, not applied again, when all of it is there and only its row was not finished", async () => {
    await begin(second);
    await database.target.runScript(second.script);
    expect(await applyMigrations(database.target, [first, second])).toEqual(["2_second"]);
    expect(await rowsOf("SELECT id FROM second_table")).toEqual([{ id: 1 }]);
    expect(await readRows()).toEqual([finished(first), finished(second)]);
  });

  it("is tried again when it had failed, and says why it fails when it does so again", async () => {
    await begin(second, "'the disk was full'");
    await database.target.runScript("CREATE TABLE second_table (something_else INT)");
    await expect(applyMigrations(database.target, [first, second])).rejects.toThrow(
      /^The database could not be migrated: 2_second: .*already exists/,
    );
    await database.target.runScript("DROP TABLE second_table");
    expect(await applyMigrations(database.target, [first, second])).toEqual(["2_second"]);
  });
});

it("puts the events of before into one partition of the audit log, whatever their ids are", {
  timeout: patience,
}, async () => {
  const migrations = await readMigrations();
  const place = migrations.findIndex(({ name }) => name.endsWith("_audit_partitions"));
  await applyMigrations(database.target, migrations.slice(0, place));
  const ids = ["018f4a00-0000-7000-8000-000000000001", "f47ac10b-58cc-4372-a567-0e02b2c3d479"];
  await database.target.runScript(`
    INSERT INTO audit_events (id, created_at, type, outcome) VALUES
      ${ids.map((id) => `('${id}', now(), 't', 'ok')`).join(", ")}`);
  await applyMigrations(database.target, migrations);
  const rows = await database.target.query(
    "SELECT id, tableoid::regclass::text AS place FROM audit_events ORDER BY id",
  );
  expect(rows).toEqual([
    { id: ids[0], place: "audit_events_before" },
    { id: ids[1], place: "audit_events_rest" },
  ]);
});
