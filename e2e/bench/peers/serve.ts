import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** Listens on 127.0.0.1, tells the benchmark what it needs to know, and ends when asked to, or with the benchmark. */
export async function serve(listener: RequestListener, port: number, about: object): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const end = () => process.exit(0);
  process.on("SIGTERM", end).on("disconnect", end);
  process.send?.({ port: (server.address() as AddressInfo).port, ...about });
}

/** A variable that the benchmark sets. @throws when it is missing */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
