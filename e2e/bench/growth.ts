import { query } from "./database";
import { measureWindow, medianFigures } from "./measure";
import type { GrowthStep } from "./results";
import type { Bench } from "./run-workloads";
import { clientCredentials } from "./workloads/client-credentials";
import { introspection } from "./workloads/introspection";
import { refresh } from "./workloads/refresh";
import { userinfo } from "./workloads/userinfo";

/** Live tokens and clients of each step. */
const steps = [
  { tokens: 1_000, clients: 10 },
  { tokens: 10_000, clients: 100 },
  { tokens: 100_000, clients: 10_000 },
  { tokens: 1_000_000, clients: 100_000 },
];

/** Windows of each workload and step, and their seconds, at most: there are sixteen of them. */
const most = 3;
const longest = 1.5;

/** Fills up to so many clients and, half each, access and refresh tokens of grants of the person, spread over them. */
async function fill(url: string, userId: string, tokens: number, clients: number): Promise<void> {
  await query(
    url,
    `INSERT INTO clients (id, name, grant_types, response_types, scopes, updated_at)
     SELECT 'filler-' || n, 'Filler', '{client_credentials}', '{}', '{}', now() FROM generate_series(1, $1::int) n
     ON CONFLICT DO NOTHING`,
    [clients],
  );
  await query(
    url,
    `WITH wanted AS (
       SELECT n, gen_random_uuid() AS grant_id, 'filler-' || (1 + n % $2::int) AS client_id
       FROM generate_series((SELECT count(*) FROM refresh_tokens WHERE token_hash LIKE 'filler-%') + 1, $1::int / 2) n
     ), grants_made AS (
       INSERT INTO grants (id, client_id, user_id, scopes, resources, authenticated_at, amr, created_at)
       SELECT grant_id, client_id, $3::uuid, '{openid}', '{}', now(), '{pwd}', now() FROM wanted RETURNING id
     ), access_made AS (
       INSERT INTO access_tokens (token_hash, grant_id, client_id, user_id, scopes, audience, created_at, expires_at)
       SELECT 'filler-' || md5(n::text), grant_id, client_id, $3::uuid, '{openid}', '{}', now(), now() + '1 hour'
       FROM wanted WHERE EXISTS (SELECT FROM grants_made)
     )
     INSERT INTO refresh_tokens (token_hash, grant_id, client_id, scopes, created_at, expires_at)
     SELECT 'filler-' || md5('r' || n), grant_id, client_id, '{openid}', now(), now() + '30 days'
     FROM wanted WHERE EXISTS (SELECT FROM grants_made)`,
    [tokens, clients, userId],
  );
  await query(url, "VACUUM ANALYZE");
}

/** What a request of the portal costs as its tables grow. */
export async function measureGrowth(
  { engines, databaseUrls, database, load, options, say }: Bench,
  results: GrowthStep[],
): Promise<void> {
  const portico = engines.find(({ name }) => name === "portico");
  const url = databaseUrls.get("portico");
  if (!portico || !url) return;
  const { connections, stock } = options;
  const size = { connections, seconds: Math.min(options.seconds, longest), stock };
  for (const { tokens, clients } of steps) {
    say(`growth: ${tokens} tokens, ${clients} clients`);
    await fill(url, portico.subject, tokens, clients);
    for (const workload of [clientCredentials, introspection, userinfo, refresh]) {
      const windows = [];
      for (let round = 0; round < Math.min(options.rounds, most); round += 1) {
        const plan = await workload.prepare(portico, size, (each) => load.run(each));
        await database.checkpoint();
        windows.push(await measureWindow(plan, portico, database, load));
      }
      results.push({ workload: workload.name, tokens, clients, figures: medianFigures(windows) });
    }
  }
}
