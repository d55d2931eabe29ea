import { expect, test } from "playwright/test";
import { Portal } from "../fixtures/portal";
import { findFreePort } from "../fixtures/process";
import { startPostgres } from "../run/postgres.mjs";
import { createDatabase } from "./create-database";
import { StatementCounter } from "./statement-counter";

test.describe.configure({ mode: "default", timeout: 300_000 });

let postgres: { url: string; stop: () => Promise<void> };
test.beforeAll(async () => {
  postgres = await startPostgres();
});
test.afterAll(() => postgres.stop());

async function ask(address: string) {
  const since = performance.now();
  const response = await fetch(address);
  const body = await response.text();
  return { status: response.status, headers: response.headers, body, ms: performance.now() - since };
}

const newerMigration =
  "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', '', '99990101000000_newer', now())";
const contractStep = "INSERT INTO contract_steps VALUES ('99990101000000_newer', '99990101000000_newer')";

for (const database of ["the embedded database", "PostgreSQL"] as const) {
  for (const fastLane of ["on", "off"] as const) {
    test(`on ${database}, with the fast lane ${fastLane}: alive whatever happens, ready with a schema that it can run on`, async () => {
      const portal = await Portal.start({
        DATABASE_URL: database === "PostgreSQL" ? await createDatabase(postgres.url) : "",
        PORTICO_FAST_LANE: fastLane,
      });
      const reason = async () => JSON.parse((await ask(`${portal.url}/readyz`)).body).reason ?? "ready";
      try {
        const ready = await ask(`${portal.url}/readyz`);
        expect([ready.status, ready.body]).toEqual([200, '{"status":"ready"}']);
        expect(ready.headers.get("cache-control")).toBe("no-store");

        await portal.executeSql(newerMigration);
        const told = () =>
          portal.output.includes("has migrated the database (99990101000000_newer). This version can run");
        await expect.poll(async () => [await reason(), told()]).toEqual(["ready", true]);
        // An embedded portal starts anew after a change of its data, and does not start with this one.
        if (database !== "PostgreSQL") return;

        await portal.executeSql(contractStep);
        await expect.poll(reason).toBe("schema_newer");
        const unready = await ask(`${portal.url}/readyz`);
        expect([unready.status, unready.headers.get("retry-after")]).toEqual([503, "2"]);
        expect((await ask(`${portal.url}/healthz`)).body).toBe('{"status":"ok"}');
        expect(portal.output).toContain("this version cannot run on its schema: run the newer version here as well.");

        await portal.executeSql("DELETE FROM contract_steps; DELETE FROM _prisma_migrations WHERE id = '1'");
        await expect.poll(reason).toBe("ready");
      } finally {
        await portal.stop();
      }
    });
  }
}

test("a schema that lacks a migration of this program, a role without rights, and a lock on a table", {
  tag: "@measured",
}, async () => {
  const portal = await Portal.start({ DATABASE_URL: await createDatabase(postgres.url) });
  const reason = async () => JSON.parse((await ask(`${portal.url}/readyz`)).body).reason ?? "ready";
  const unfinish = (value: string) =>
    `UPDATE _prisma_migrations SET finished_at = ${value} WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)`;
  try {
    await portal.executeSql(unfinish("NULL"));
    await expect.poll(reason).toBe("schema_older");
    await portal.executeSql(unfinish("now()"));
    await expect.poll(reason).toBe("ready");

    await portal.executeSql("ALTER TABLE rate_limits ADD CONSTRAINT none CHECK (key NOT LIKE 'readiness:%')");
    await expect.poll(reason).toBe("write_failed");
    await portal.executeSql("ALTER TABLE rate_limits DROP CONSTRAINT none");
    await expect.poll(reason).toBe("ready");

    const locked = portal.executeSql("BEGIN; LOCK TABLE rate_limits; SELECT pg_sleep(6); COMMIT");
    await expect.poll(reason, { intervals: [100] }).toBe("database_timeout");
    expect((await ask(`${portal.url}/readyz`)).ms).toBeLessThan(1_000);
    await locked;
    await expect.poll(reason).toBe("ready");
  } finally {
    await portal.stop();
  }
});

test("however many ask, the database is asked once, and what is written is taken back", async () => {
  const counter = new StatementCounter(await createDatabase(postgres.url));
  const portal = await Portal.start({ DATABASE_URL: await counter.open() });
  try {
    await ask(`${portal.url}/readyz`);
    const since = performance.now();
    const statements = await counter.during(async () => {
      for (let round = 0; round < 10; round += 1) {
        const answers = await Promise.all(Array.from({ length: 100 }, () => ask(`${portal.url}/readyz`)));
        expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      }
      for (let round = 0; round < 100; round += 1) await ask(`${portal.url}/healthz`);
    });
    const seconds = (performance.now() - since) / 1000;
    const looks = statements.filter((text) => text.includes("'readiness:'"));
    // A look is kept for a second, so one more than the seconds that the requests took.
    expect(looks.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
    await portal.executeSql(
      "DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM rate_limits WHERE key LIKE 'readiness:%'); END $$",
    );
  } finally {
    await portal.stop();
    await counter.close();
  }
});

for (const database of ["the embedded database", "PostgreSQL"] as const) {
  test(`on ${database}, PORTICO_HEALTH_PORT takes both off the public port, and no page needs them there`, async () => {
    const healthPort = await findFreePort();
    const portal = await Portal.start({
      DATABASE_URL: database === "PostgreSQL" ? await createDatabase(postgres.url) : "",
      PORTICO_HEALTH_PORT: String(healthPort),
      PORTICO_WORKERS: "2",
    });
    const own = `http://localhost:${healthPort}`;
    try {
      expect((await ask(`${own}/healthz`)).body).toBe('{"status":"ok"}');
      expect((await ask(`${own}/readyz`)).body).toBe('{"status":"ready"}');
      for (const path of ["/", "/login", "/oauth/jwks", "/.well-known/openid-configuration"]) {
        expect((await ask(own + path)).status, path).toBe(404);
      }
      for (const path of ["/healthz", "/readyz"]) expect((await ask(portal.url + path)).status, path).toBe(404);
      // `doctor` asks by the public address how its requests arrive. The first page of a new process takes its time.
      await ask(`${portal.url}/login`);
      const report = await portal.commandLine("doctor");
      expect(report).toContain(`Requests arrive as sent to ${new URL(portal.url).host}.`);
      await portal.pause();
      await expect(fetch(`${own}/healthz`)).rejects.toThrow();
    } finally {
      await portal.stop();
    }
  });
}
