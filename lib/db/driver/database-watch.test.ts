import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, it, vi } from "vitest";
import { parseDatabaseUrl } from "../../database-url";
import { DatabaseWatch } from "./database-watch";
import { createServerClient } from "./server-client";
import { ServerHosts } from "./server-hosts";

vi.spyOn(console, "error").mockImplementation(() => undefined);

it("whoever uses the watched connection learns that it is lost, even if the driver does not say so", async () => {
  const sockets: Socket[] = [];
  // Takes connections and never says a word.
  const server = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const hosts = new ServerHosts(parseDatabaseUrl(`postgresql://portico@127.0.0.1:${port}/portico`));
  const connect = () => createServerClient(hosts, {});
  const nothing = () => undefined;
  const watch = new DatabaseWatch({
    connect,
    onFailure: nothing,
    onStale: nothing,
    onConnected: async () => undefined,
    onLost: nothing,
    retryMs: 250,
  });
  const started = watch.start();
  const used = watch.use(() => new Promise<never>(() => undefined));
  const refused = expect(used).rejects.toThrow();
  await vi.waitUntil(() => sockets.length > 0);
  for (const socket of sockets) socket.destroy();
  await refused;
  await started;
  watch.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});
