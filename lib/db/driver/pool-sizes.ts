import { availableParallelism } from "node:os";

/** The most connections that the pool of each process opens. */
export interface PoolSizes {
  /** to the server itself */
  direct: number;
  /** through a pooler, which usually has fewer sessions to give than the server has connections */
  pooled: number;
}

/** Connections that a process keeps besides its pool: on one it watches the server and hears of changes. */
export const OWN_CONNECTIONS = 1;

/** Connections of a process without which it cannot work: its own, and one of its pool. */
export const LEAST_CONNECTIONS = OWN_CONNECTIONS + 1;

/** The most that an instance opens to the server itself: two of them leave room in the 100 of its default. */
const DIRECT_OF_INSTANCE = 40;

/**
 * The most that an instance opens through a pooler, unless it has too many processes for that: two of them leave room in
 * the 20 that PgBouncer gives by default.
 */
const POOLED_OF_INSTANCE = 9;

/** More than this serve no request sooner: requests share statements. */
const MOST_OF_PROCESS = 10;

/** Processes of an instance on one PostgreSQL server: those of the protocol, and half as many for pages. */
export function countProcesses(workers: number | null): number {
  const ofProtocol = workers ?? availableParallelism();
  return ofProtocol + Math.ceil(ofProtocol / 2);
}

/**
 * How many connections the processes of an instance share.
 * @param wanted what the operator has set for each process; null: as many as `processes` leave room for
 */
export function planPoolSizes(processes: number, wanted: number | null): PoolSizes {
  if (wanted !== null) return { direct: wanted, pooled: wanted };
  const share = (ofInstance: number, least: number) =>
    Math.min(MOST_OF_PROCESS, Math.max(least, Math.floor(ofInstance / processes) - OWN_CONNECTIONS));
  return { direct: share(DIRECT_OF_INSTANCE, 2), pooled: share(POOLED_OF_INSTANCE, 1) };
}
