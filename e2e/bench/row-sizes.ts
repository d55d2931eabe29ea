import pg from "pg";
import { applyMigrations } from "../../lib/db/driver/apply-migrations";
import { readMigrations } from "../../lib/db/driver/migrations-folder";
import { planPoolSizes } from "../../lib/db/driver/pool-sizes";
import { openPostgres } from "../../lib/db/driver/postgres";
import { startPostgres } from "../run/postgres.mjs";

// What a row costs on the disk with its indexes, and what it costs to get rid of rows: npx tsx e2e/bench/row-sizes.ts

/** Rows of each table that is measured. */
const ROWS = 100_000;

/** Expired rows that are deleted, or dropped. */
const EXPIRED = 1_000_000;

const hash = (salt: string) => `left(encode(sha256(('${salt}' || n)::bytea), 'base64'), 43)`;
const id = (salt: string) => `md5('${salt}' || n)::uuid`;
const series = `generate_series(1, ${ROWS}) n`;

/** Rows as the portal writes them: one app of one person each. */
const fills: [table: string, sql: string][] = [
  [
    "users",
    `INSERT INTO users (id, email, email_verified_at, password_hash, name, locale, updated_at)
      SELECT ${id("u")}, 'user-' || n || '@example.org', now(), ${hash("pw")} || left(${hash("pw2")}, 17), 'User ' || n, 'en', now()
      FROM ${series}`,
  ],
  [
    "sessions",
    `INSERT INTO sessions (id, token_hash, user_id, authenticated_at, amr, ip_address, user_agent, last_seen_at, expires_at)
      SELECT ${id("s")}, ${hash("s")}, ${id("u")}, now(), '{pwd}', '192.0.2.' || n % 256,
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36', now(),
        now() + interval '30 days' FROM ${series}`,
  ],
  [
    "consents",
    `INSERT INTO consents (id, user_id, client_id, resources, updated_at, last_used_at)
      SELECT ${id("c")}, ${id("u")}, 'client-' || n % 1000, '{https://api.example.org}', now(), now() FROM ${series}`,
  ],
  ["consent_scopes", `INSERT INTO consent_scopes (consent_id, scope) SELECT ${id("c")}, 'openid' FROM ${series}`],
  [
    "grants",
    `INSERT INTO grants (id, client_id, user_id, session_id, scopes, resources, offline_access, authenticated_at, amr, created_at)
      SELECT ${id("g")}, 'client-' || n % 1000, ${id("u")}, ${id("s")}, '{openid,profile,offline_access}',
        '{https://api.example.org}', true, now(), '{pwd}', now() FROM ${series}`,
  ],
  [
    "refresh_tokens",
    `INSERT INTO refresh_tokens (token_hash, grant_id, client_id, scopes, created_at, expires_at)
      SELECT ${hash("r")}, ${id("g")}, 'client-' || n % 1000, '{openid,profile,offline_access}', now(), now() + interval '90 days'
      FROM ${series}`,
  ],
  [
    "access_tokens",
    `INSERT INTO access_tokens (token_hash, grant_id, client_id, user_id, scopes, audience, created_at, expires_at)
      SELECT ${hash("a")}, ${id("g")}, 'client-' || n % 1000, ${id("u")}, '{openid,profile}', '{https://api.example.org}', now(),
        now() + interval '1 hour' FROM ${series}`,
  ],
  [
    "audit_events",
    `INSERT INTO audit_events (id, created_at, type, outcome, user_id, client_id, request_id, ip_address, data)
      SELECT (left(audit_id_at(now())::text, 19) || right(${id("e")}::text, 17))::uuid, now(), 'token.issued', 'ok', ${id("u")},
        'client-' || n % 1000, ${id("q")}::text, '192.0.2.' || n % 256,
        '{"grantType": "authorization_code", "scopes": ["openid", "profile"], "jti": "tJmBhs3QbKxwKzqC"}' FROM ${series}`,
  ],
];

const server = await startPostgres();
const database = openPostgres(server.url, planPoolSizes(1, 2));
const client = new pg.Client({ connectionString: server.url });
try {
  await client.connect();
  const migrations = await readMigrations();
  const place = migrations.findIndex(({ name }) => name.endsWith("_audit_partitions"));
  await database.withMigrationTarget((target) => applyMigrations(target, migrations.slice(0, place)));
  const seconds = async (work: () => Promise<unknown>) => {
    const since = performance.now();
    await work();
    return ((performance.now() - since) / 1000).toFixed(2);
  };
  const fillEvents = (count: number, since: string) =>
    client.query(
      `INSERT INTO audit_events (id, created_at, type, outcome, user_id, client_id, data)
      SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || right(md5(n::text), 20))::uuid, at, 'token.issued',
        'ok', ${id("u")}, 'client', '{"grantType": "authorization_code"}'
      FROM (SELECT n, $1::timestamptz + n * interval '2 ms' AS at FROM generate_series(1, ${count}) n) AS times`,
      [since],
    );
  await fillEvents(ROWS, new Date(Date.now() - 40 * 86_400_000).toISOString());
  const migrated = await seconds(() => database.withMigrationTarget((target) => applyMigrations(target, migrations)));
  console.log(`the audit log becomes partitions, with ${ROWS} events: ${migrated} s`);
  await client.query(
    `INSERT INTO clients (id, name, updated_at) SELECT 'client-' || n, 'Client', now() FROM generate_series(0, 999) n`,
  );
  for (const [table, sql] of fills) {
    const size = async () =>
      Number(
        (
          await client.query(
            `SELECT sum(pg_total_relation_size(t)) AS size FROM (
              SELECT $1::regclass AS t UNION SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = $1::regclass) AS t`,
            [table],
          )
        ).rows[0]?.size,
      );
    const before = await size();
    await client.query(sql);
    console.log(`${table}: ${Math.round(((await size()) - before) / ROWS)} bytes a row`);
  }

  // As many events of a time that no partition takes, and of a month that has one.
  await fillEvents(EXPIRED, "2035-01-01T00:00:00Z");
  const sweep = async (table: string, condition: string) => {
    let count = 0;
    for (let deleted = 1_000; deleted === 1_000; count += deleted) {
      const { rowCount } = await client.query(
        `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE ${condition} LIMIT 1000))`,
      );
      deleted = rowCount ?? 0;
    }
    await client.query(`VACUUM ${table}`);
    if (count !== EXPIRED) throw new Error(`${count} rows of ${table} were deleted.`);
  };
  console.log(
    `${EXPIRED} events deleted, and vacuumed: ${await seconds(() => sweep("audit_events_rest", "created_at > '2034-01-01'"))} s`,
  );
  await client.query("SELECT make_audit_partitions($1, 'month')", ["2031-01-15T00:00:00Z"]);
  await fillEvents(EXPIRED, "2031-01-01T00:00:00Z");
  console.log(
    `${EXPIRED} events dropped: ${await seconds(() => client.query("SELECT drop_audit_partitions('2031-02-01T00:00:00Z')"))} s`,
  );
  await client.query(
    `INSERT INTO access_tokens (token_hash, grant_id, client_id, scopes, audience, created_at, expires_at)
    SELECT 'x' || ${hash("x")}, md5('g' || (1 + n % ${ROWS}))::uuid, 'client', '{openid}', '{}', '2020-01-01', '2020-01-02'
    FROM generate_series(1, ${EXPIRED}) n`,
  );
  console.log(
    `${EXPIRED} access tokens deleted, and vacuumed: ${await seconds(() => sweep("access_tokens", "expires_at < '2020-02-01'"))} s`,
  );
} finally {
  await client.end();
  await database.close();
  await server.stop();
}
