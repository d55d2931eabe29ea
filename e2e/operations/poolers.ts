import pg from "pg";
import { findFreePort, runProgram } from "../fixtures/process";
import { createDatabase } from "../process/create-database";
import { startPostgres } from "../run/postgres.mjs";
import { type Exercise, figure } from "./exercise";
import { startInstances } from "./instances";
import { Load } from "./load";
import { PgBouncer } from "./pgbouncer";
import { isReady } from "./readiness";
import { describeOutage, describeTokens } from "./report";

async function timeOf(work: Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work;
  return performance.now() - since;
}

/** The sessions that the pooler has with the server. */
async function countSessions(serverUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  const { rows } = await client.query(
    "SELECT count(*)::int AS sessions FROM pg_stat_activity WHERE application_name = 'portico'",
  );
  await client.end();
  return rows[0]?.sessions ?? 0;
}

/** What doctor tries of the database with connections of its own. */
const CHECKS = ["connection", "connections", "prepared-statements", "notifications"];

/** @param printed what doctor printed, perhaps with something before and after it */
function judgeDoctor(printed: string): [found: string, holds: boolean] {
  const [json = "[]"] = /^\[$.*^\]$/ms.exec(printed) ?? [];
  const findings: { check: string; verdict: string }[] = JSON.parse(json);
  const found = CHECKS.map((check) => {
    const verdicts = findings.filter((finding) => finding.check === check).map(({ verdict }) => verdict);
    return `${check} ${verdicts.join(" ") || "missing"}`;
  });
  return [found.join(", "), found.every((each) => each.endsWith(" ok"))];
}

/** Two instances through PgBouncer as Debian's package sets it up: 20 connections to the server for all of them. */
export const poolerBySessions: Exercise = {
  name: "pooler-by-sessions",
  run: async () => {
    const postgres = await startPostgres();
    const bouncer = await PgBouncer.start(await createDatabase(postgres.url));
    try {
      const since = performance.now();
      const instances = await startInstances(bouncer.url);
      const started = performance.now();
      try {
        const load = await Load.start(instances);
        const [command, doctor] = await Promise.all([
          timeOf(instances.portal.commandLine("group", "create", "Pooled")),
          instances.portal.commandLine("doctor", "--json").catch((error: Error) => error.message),
          load.waitForRight(2_000),
        ]);
        const busy = await countSessions(postgres.url);
        const ready = await Promise.all(instances.urls.map(isReady));
        await load.stop();
        return [
          figure("a command beside the load (at most 10 s)", `${(command / 1000).toFixed(1)} s`, command < 10_000),
          figure("what doctor finds of the database", ...judgeDoctor(doctor)),
          figure("sessions of both instances under load (at most 20)", busy, busy <= 20),
          figure("both instances started", `${((started - since) / 1000).toFixed(1)} s`, true),
          figure("both ready", ready.join(", "), ready.every(Boolean)),
          ...describeOutage(load.answers, 0),
          ...(await describeTokens(load)),
        ];
      } finally {
        await instances.stop();
      }
    } finally {
      await bouncer.stop();
      await postgres.stop();
    }
  },
};

/** A pooler by transactions, which the portal must refuse when it starts. */
export const poolerByTransactions: Exercise = {
  name: "pooler-by-transactions",
  run: async () => {
    const postgres = await startPostgres();
    const bouncer = await PgBouncer.start(await createDatabase(postgres.url), { pool_mode: "transaction" });
    try {
      const PORT = String(await findFreePort());
      const env = { NODE_ENV: "production", PORT, DATABASE_URL: bouncer.url, PORTICO_SECRET: "s".repeat(32) };
      const since = performance.now();
      const printed = await runProgram(["lib/server/start.mjs"], env).then(
        () => "it started",
        (error: Error) => error.message,
      );
      const [sentence = printed] = /^The database at .*$/m.exec(printed) ?? [];
      return [
        figure("refused at start", sentence, /pool_mode = session/.test(sentence)),
        figure("ended with 1, without a stack", "", /ended with 1:/.test(printed) && !/^\s+at /m.test(printed)),
        figure("time to that", `${((performance.now() - since) / 1000).toFixed(1)} s`),
      ];
    } finally {
      await bouncer.stop();
      await postgres.stop();
    }
  },
};
