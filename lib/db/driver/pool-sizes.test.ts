import { expect, it } from "vitest";
import { LEAST_CONNECTIONS, OWN_CONNECTIONS, planPoolSizes } from "./pool-sizes";

/** What a pooler or a server gives by default, and what a command and doctor take beside the instances. */
const PGBOUNCER = 20;
const POSTGRES = 97;
const COMMAND = LEAST_CONNECTIONS;
const DOCTOR = 3;

it("two instances of two cores leave room for a command in what PgBouncer gives by default", () => {
  const { pooled } = planPoolSizes(3, null);
  expect(2 * 3 * (pooled + OWN_CONNECTIONS) + COMMAND).toBeLessThanOrEqual(PGBOUNCER);
  // When they have nothing to do, for both at once and more.
  expect(2 * 3 * LEAST_CONNECTIONS + COMMAND + DOCTOR).toBeLessThan(PGBOUNCER);
});

it.each([1, 2, 3, 6, 12, 24])("two instances of %d processes fit into PostgreSQL's default", (processes) => {
  const { direct } = planPoolSizes(processes, null);
  expect(direct).toBeLessThanOrEqual(10);
  const most = 2 * processes * (direct + OWN_CONNECTIONS);
  if (processes <= 12) expect(most).toBeLessThan(POSTGRES);
  // Larger machines have as many as they cannot do without.
  else expect(direct).toBe(2);
});

it("gives each process what the operator has set, whatever is in between", () => {
  expect(planPoolSizes(24, 50)).toEqual({ direct: 50, pooled: 50 });
});
