import pg from "pg";
import { type ConnectionSettings, createServerClient, type ServerClient } from "./server-client";
import type { ServerHosts } from "./server-hosts";
import { waitForRoom } from "./wait-for-room";

/** How often the mode is looked for: other traffic of the pooler can hide it from one look. */
const LOOKS = 5;

/**
 * Why such a pooler is refused rather than worked around. Statements without names would do: measured on PostgreSQL 18,
 * they cost the server 0.33 ms of processor time instead of 0.23 for a token of a client's own, and 1.1 ms instead of 0.8
 * for an introspection; in batches of 20 requests 0.10 instead of 0.08. But LISTEN, and the lock by which a process shows
 * that it lives, need sessions, so that two connections of each process would have to go around the pooler by a second
 * URL. Whoever can give one can as well pool sessions, which costs nothing.
 */
const POOLS_TRANSACTIONS =
  "a pooler in between gives each transaction another connection, so that notifications, locks of a session and prepared statements get lost: let it pool sessions (PgBouncer: pool_mode = session for this database), or name PostgreSQL itself in DATABASE_URL";

async function processOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ process: number }>("SELECT pg_backend_pid() AS process");
  return rows[0]?.process ?? 0;
}

/** Whether two sessions were given to one process of the server, or one session to two. */
async function looksShared(one: pg.Client, other: pg.Client): Promise<boolean> {
  const own = await processOf(one);
  try {
    await other.query("BEGIN");
    if ((await processOf(other)) === own) return true;
    return (await processOf(one)) !== own;
  } finally {
    await other.query("ROLLBACK");
  }
}

/** Whether a pooler gives each transaction, or each statement, another connection to the server. */
async function poolsTransactions(one: pg.Client, other: pg.Client): Promise<boolean> {
  try {
    for (let look = 0; look < LOOKS; look += 1) if (await looksShared(one, other)) return true;
    return false;
  } catch (error) {
    // One that pools statements refuses BEGIN.
    if (error instanceof pg.DatabaseError) return true;
    throw error;
  }
}

/** Why the portal cannot work through the pooler that a connection goes through; null when it can, or there is none. */
export async function findPoolerProblem(
  client: ServerClient,
  hosts: ServerHosts,
  settings: ConnectionSettings,
): Promise<string | null> {
  if (!client.session?.isPooled) return null;
  const other = await waitForRoom(() => createServerClient(hosts, settings).connect());
  try {
    return (await poolsTransactions(client, other)) ? POOLS_TRANSACTIONS : null;
  } finally {
    await other.end();
  }
}
