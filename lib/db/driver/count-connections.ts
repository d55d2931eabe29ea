import type { DatabaseFault } from "./database-faults";
import { LEAST_CONNECTIONS, OWN_CONNECTIONS, type PoolSizes } from "./pool-sizes";
import type { DatabaseSession } from "./readiness";
import type { ServerClient } from "./server-client";

type Query = DatabaseSession["query"];

/** What an instance of the portal opens on a server. */
export interface ConnectionPlan {
  /** connections of each process */
  poolSizes: PoolSizes;
  /** processes, those for pages included */
  processes: number;
}

/** Whether the server has as many connections as one instance of the portal may open. */
export async function findConnectionFault(query: Query, plan: ConnectionPlan): Promise<DatabaseFault | null> {
  const [row] = await query(
    `SELECT LEAST(
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
      (SELECT NULLIF(datconnlimit, -1) FROM pg_database WHERE datname = current_database()),
      (SELECT NULLIF(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user)
    ) - (SELECT count(*) FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND application_name <> 'portico') AS free`,
  );
  const free = Number(row?.free);
  const needed = plan.processes * (plan.poolSizes.direct + OWN_CONNECTIONS);
  return needed > free ? { kind: "connections", needed, free } : null;
}

/**
 * Whether a pooler gives as many sessions as one instance of the portal may open. A pooler tells its limits to its
 * administrators only, so sessions are opened until there are enough, those of portals that run among them, or it gives
 * no more.
 * @param open resolves to another session, which the caller closes; rejects where there is none
 */
export async function findPoolerFault(
  query: Query,
  plan: ConnectionPlan,
  open: () => Promise<ServerClient>,
): Promise<DatabaseFault | null> {
  const needed = plan.processes * (plan.poolSizes.pooled + OWN_CONNECTIONS);
  const count = async () => {
    // The name stays with a session that a portal has given back: the pooler has it all the same.
    const [row] = await query(
      `SELECT count(*) AS given FROM pg_stat_activity
      WHERE application_name = 'portico' AND datname = current_database() AND usename = current_user`,
    );
    return Number(row?.given);
  };
  let given = await count();
  for (let opened = 0; given < needed && opened < needed; opened += 1) {
    if (!(await open().catch(() => null))) {
      const least = plan.processes * LEAST_CONNECTIONS;
      return { kind: "pooler-sessions", needed, least, given };
    }
    given = await count();
  }
  return null;
}
