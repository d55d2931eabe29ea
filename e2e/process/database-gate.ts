import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * A gate in front of a database server. A test can shut it: connections are cut, and new ones refused, until it opens
 * again. Or freeze it: connections stay open and new ones are accepted, but nothing gets through, as when a server
 * hangs.
 */
export class DatabaseGate {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();
  private port = 0;
  private isFrozen = false;

  /** @param target connection string of the server behind the gate */
  constructor(private readonly target: string) {}

  /** Lets connections through. @returns the connection string to use instead of the server's own */
  async open(): Promise<string> {
    const { hostname, port } = new URL(this.target);
    const server = createServer((near) => {
      const far = connect(Number(port), hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(from);
        if (this.isFrozen) from.pause();
        from.on("data", (chunk) => to.write(chunk));
        // One side's end is the other's; an error is followed by its close.
        from.on("error", () => to.destroy());
        from.on("close", () => {
          this.sockets.delete(from);
          to.destroy();
        });
      }
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.port, "127.0.0.1", resolve);
    });
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("the gate has no port");
    this.server = server;
    this.port = address.port;
    const url = new URL(this.target);
    url.host = `127.0.0.1:${this.port}`;
    return url.href;
  }

  /** Lets nothing through any more, or everything again, what was held back first. */
  freeze(isFrozen: boolean): void {
    this.isFrozen = isFrozen;
    for (const socket of this.sockets) {
      if (isFrozen) socket.pause();
      else socket.resume();
    }
  }

  /** Cuts every connection and refuses new ones. */
  async shut(): Promise<void> {
    const { server } = this;
    this.server = null;
    const closed = new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
