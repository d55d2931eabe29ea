import { setTimeout } from "node:timers/promises";
import { query } from "./database";
import type { Results, SoakSample } from "./results";
import type { Bench } from "./run-workloads";
import { clientCredentials } from "./workloads/client-credentials";

/** Rows that the sweep may take each second, while tokens are issued as fast as the portal can. */
const rate = 2_000;

/** Seconds: the sweep begins a run every 30, so each half of the time has several. */
const length = 120;

/** Seconds between two counts of the rows. */
const pause = 3;

/** Rows that, one after the other, become an hour past their end while the soak runs: from then on they may go. */
async function fillDue(url: string): Promise<void> {
  await query(
    url,
    `INSERT INTO access_tokens (token_hash, client_id, scopes, audience, created_at, expires_at)
     SELECT 'due-' || n, 'soak', '{}', '{}', now() - interval '2 hours',
       now() - interval '1 hour' + n * interval '1 second' / $1::int
     FROM generate_series(1, $1::int * $2::int) n`,
    [rate, length],
  );
  await query(url, "VACUUM ANALYZE access_tokens");
}

async function count(url: string, second: number): Promise<SoakSample> {
  const [row] = await query<{ rows: string; due: string }>(
    url,
    `SELECT count(*) AS rows, count(*) FILTER (WHERE expires_at < now() - interval '1 hour') AS due FROM access_tokens`,
  );
  return { second, rows: Number(row?.rows), due: Number(row?.due) };
}

/** Whether the clean-up keeps up with {@link rate} rows a second, beside all the tokens that the portal can issue. */
export async function measureSoak(
  { engines, databaseUrls, load, options, say }: Bench,
  results: Results,
): Promise<void> {
  const portico = engines.find(({ name }) => name === "portico");
  const url = databaseUrls.get("portico");
  if (!portico || !url) return;
  const size = { connections: options.connections, seconds: length, stock: 0 };
  const plan = await clientCredentials.prepare(portico, size, (each) => load.run(each));
  say(`soak: ${length} s, in which ${rate} rows a second become due`);
  await fillDue(url);
  const issuing = load.run(plan);
  const samples: SoakSample[] = [];
  for (let second = 0; second < length; second += pause) {
    samples.push(await count(url, second));
    await setTimeout(pause * 1000);
  }
  const { requests, failed, seconds } = await issuing;
  if (failed > 0) throw new Error(`${failed} token requests failed`);
  results.soak = { issued: requests / seconds, samples };
}
