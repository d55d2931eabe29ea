import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * A gate in front of a database server that records each statement, including BEGIN and COMMIT.
 * @see PostgreSQL, "Message Formats" of the frontend/backend protocol
 */
export class StatementCounter {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();
  private statements: string[] = [];

  /** @param target connection string of the server behind it */
  constructor(private readonly target: string) {}

  /** @returns the connection string to use instead of the server's own */
  async open(): Promise<string> {
    const { hostname, port } = new URL(this.target);
    const server = createServer((near) => {
      const far = connect(Number(port), hostname);
      const note = noteStatements((text) => this.statements.push(text));
      near.on("data", (chunk: Buffer) => {
        note(chunk);
        far.write(chunk);
      });
      far.on("data", (chunk) => near.write(chunk));
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(one);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          this.sockets.delete(one);
          other.destroy();
        });
      }
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("the counter has no port");
    this.server = server;
    const url = new URL(this.target);
    url.host = `127.0.0.1:${address.port}`;
    return url.href;
  }

  /** The statements that went through while `work` was done; those of the portal's own jobs are among them. */
  async during(work: () => Promise<unknown>): Promise<string[]> {
    this.statements = [];
    await work();
    return this.statements;
  }

  /** Cuts every connection. */
  async close(): Promise<void> {
    const { server } = this;
    const closed = new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

/**
 * Reads what a client of the database sends on one connection, piece by piece, and tells the statements that it runs.
 */
function noteStatements(tell: (text: string) => void): (chunk: Buffer) => void {
  /** by the name of the prepared statement; "" is the one without a name */
  const prepared = new Map<string, string>();
  let isStarted = false;
  let bound = "";
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      // The first message of a connection has no type.
      const typeLength = isStarted ? 1 : 0;
      if (rest.length < typeLength + 4) return;
      const end = typeLength + rest.readUInt32BE(typeLength);
      if (rest.length < end) return;
      const type = isStarted ? String.fromCharCode(rest.readUInt8(0)) : "";
      const texts = rest.toString("utf8", typeLength + 4, end).split("\0");
      isStarted = true;
      rest = rest.subarray(end);
      if (type === "Q") tell(texts[0] ?? "");
      if (type === "P") prepared.set(texts[0] ?? "", texts[1] ?? "");
      if (type === "B") bound = prepared.get(texts[1] ?? "") ?? "";
      if (type === "E") tell(bound);
    }
  };
}
