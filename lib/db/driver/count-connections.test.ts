import { describe, expect, it } from "vitest";
import { findPoolerFault } from "./count-connections";
import type { ServerClient } from "./server-client";

const plan = { processes: 3, poolSizes: { direct: 10, pooled: 2 } };

/** A pooler with so many sessions to give, of which programs of the portal have some. */
function createPooler(size: number, { used, idle = 0 }: { used: number; idle?: number }) {
  let given = used + idle;
  let free = idle;
  let opened = 0;
  return {
    query: async () => [{ given }],
    open: async () => {
      opened += 1;
      if (free > 0) free -= 1;
      else if (given < size) given += 1;
      else throw new Error("no session");
      return {} as ServerClient;
    },
    opened: () => opened,
  };
}

describe("doctor counts the sessions of a pooler", () => {
  it.each([
    ["enough for an instance that does not run yet", createPooler(20, { used: 1 }), null],
    ["also when those that were given back are given out again first", createPooler(20, { used: 1, idle: 5 }), null],
    [
      "too few for all that it may open",
      createPooler(7, { used: 1 }),
      { kind: "pooler-sessions", needed: 9, least: 6, given: 7 },
    ],
    [
      "too few to work",
      createPooler(4, { used: 1, idle: 3 }),
      { kind: "pooler-sessions", needed: 9, least: 6, given: 4 },
    ],
  ])("%s", async (_, { query, open }, expected) => {
    expect(await findPoolerFault(query, plan, open)).toEqual(expected);
  });

  it("and takes none from instances that have theirs", async () => {
    const pooler = createPooler(20, { used: 12 });
    expect(await findPoolerFault(pooler.query, plan, pooler.open)).toBeNull();
    expect(pooler.opened()).toBe(0);
  });
});
