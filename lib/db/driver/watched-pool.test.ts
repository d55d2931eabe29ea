import { createServer, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { DatabaseAwayError } from "./outage";
import { WatchedPool } from "./watched-pool";

const sockets = new Set<Socket>();
/** As a server that hangs: the system accepts connections, and nobody answers. */
const silent = createServer((socket) => sockets.add(socket));

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  silent.close();
});

it("tells those who wait for a connection at once when the server is away, also those whose connection is being made", async () => {
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const pool = new WatchedPool({ host: "127.0.0.1", port, max: 1, connectionTimeoutMillis: 3_600_000 });
  const asked = [pool.connect(), pool.connect()];
  const answers = Promise.allSettled(asked);
  await expect.poll(() => sockets.size).toBe(1);
  pool.cutConnections();
  for (const answer of await answers) expect(answer).toMatchObject({ reason: expect.any(DatabaseAwayError) });
});
