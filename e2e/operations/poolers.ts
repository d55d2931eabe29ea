import { findFreePort, runProgram } from "../fixtures/process";
import { createDatabase } from "../process/create-database";
import { startPostgres } from "../run/postgres.mjs";
import { type Exercise, figure } from "./exercise";
import { startInstances } from "./instances";
import { Load } from "./load";
import { PgBouncer } from "./pgbouncer";
import { isReady } from "./readiness";
import { describeOutage, describeTokens } from "./report";

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
        await load.waitForRight(2_000);
        const ready = await Promise.all(instances.urls.map(isReady));
        await load.stop();
        return [
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
