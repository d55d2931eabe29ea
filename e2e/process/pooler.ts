import { connect, createServer, type Server, type Socket } from "node:net";

/** One message of PostgreSQL's protocol, with its type and length. */
type Message = Buffer;

const ROLLBACK = Buffer.from("Q\0\0\0\rROLLBACK\0", "latin1");

/**
 * Cuts a stream into messages. @param hasType the first message that a client sends has none
 * @see PostgreSQL, "Message Formats" of the frontend/backend protocol
 */
function readMessages(onMessage: (message: Message) => void, { hasType }: { hasType: boolean }) {
  let rest = Buffer.alloc(0);
  let isTyped = hasType;
  return (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const start = isTyped ? 1 : 0;
      if (rest.length < start + 4) return;
      const end = start + rest.readUInt32BE(start);
      if (rest.length < end) return;
      const message = rest.subarray(0, end);
      rest = rest.subarray(end);
      // A client that asks for TLS sends its first message afterwards.
      if (isTyped || message.readUInt32BE(4) !== SSL_REQUEST) isTyped = true;
      onMessage(message);
    }
  };
}

const SSL_REQUEST = 80_877_103;

/** BackendKeyData of no process of the server. */
const OWN_KEY = Buffer.from("K\0\0\0\x0c\x7f\xff\xff\xff\0\0\0\0", "latin1");

const typeOf = (message: Message) => String.fromCharCode(message.readUInt8(0));

/** A connection to the server. */
class Backend {
  readonly socket: Socket;
  /** what the server said until it was ready the first time */
  readonly greeting: Promise<Message[]>;
  onMessage: (message: Message) => void = () => {};

  constructor(target: URL, startup: Message) {
    const greeting: Message[] = [];
    this.socket = connect(Number(target.port), target.hostname);
    this.socket.on("error", () => undefined);
    this.socket.write(startup);
    this.greeting = new Promise((resolve) => {
      let isGreeted = false;
      this.socket.on(
        "data",
        readMessages(
          (message) => {
            if (isGreeted) return this.onMessage(message);
            greeting.push(message);
            isGreeted = typeOf(message) === "Z";
            if (isGreeted || typeOf(message) === "E") resolve(greeting);
          },
          { hasType: true },
        ),
      );
    });
  }
}

/**
 * A pooler in front of a PostgreSQL server that gives each transaction another connection, as PgBouncer does with
 * `pool_mode = transaction`: what belongs to a connection gets lost. As such a pooler may be told to, it drops the
 * option that sets the time zone.
 */
export class TransactionPooler {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();
  private readonly idle: Backend[] = [];
  private readonly waiting: ((backend: Backend) => void)[] = [];
  private opened = 0;

  /** @param target connection string of the server @param size connections to it */
  constructor(
    private readonly target: string,
    private readonly size = 2,
  ) {}

  /** @returns the connection string to use instead of the server's own */
  async open(): Promise<string> {
    const server = createServer((socket) => this.serve(socket));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    this.server = server;
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("the pooler has no port");
    const url = new URL(this.target);
    url.host = `127.0.0.1:${address.port}`;
    return url.href;
  }

  async close(): Promise<void> {
    const { server } = this;
    const closed = new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.sockets.delete(socket));
  }

  private async take(startup: Message): Promise<Backend> {
    const free = this.idle.shift();
    if (free) return free;
    if (this.opened >= this.size) return new Promise((resolve) => this.waiting.push(resolve));
    this.opened += 1;
    const backend = new Backend(new URL(this.target), startup);
    this.keep(backend.socket);
    await backend.greeting;
    return backend;
  }

  private release(backend: Backend): void {
    backend.onMessage = () => {};
    const next = this.waiting.shift();
    if (next) next(backend);
    else this.idle.push(backend);
  }

  private serve(client: Socket): void {
    this.keep(client);
    let startup: Message | null = null;
    let current: Promise<Backend> | null = null;
    const finish = (backend: Backend) => {
      current = null;
      this.release(backend);
    };
    const answer = (backend: Backend) => {
      backend.onMessage = (message) => {
        if (client.writable) client.write(message);
        if (typeOf(message) === "Z" && message.toString("latin1", 5, 6) === "I") finish(backend);
      };
      return backend;
    };
    client.on("close", () => {
      void current?.then((backend) => {
        backend.onMessage = (message) => {
          if (typeOf(message) === "Z") this.release(backend);
        };
        backend.socket.write(ROLLBACK);
      });
    });
    client.on(
      "data",
      readMessages(
        (message) => {
          if (startup === null) {
            if (message.readUInt32BE(4) === SSL_REQUEST) return void client.write("N");
            const own = withoutOptions(message);
            startup = own;
            void this.greet(client, own);
          } else if (typeOf(message) !== "X") {
            const kept = startup;
            current ??= this.take(kept).then(answer);
            void current.then((backend) => backend.socket.write(message));
          }
        },
        { hasType: false },
      ),
    );
  }

  private async greet(client: Socket, startup: Message): Promise<void> {
    const backend = await this.take(startup);
    // As poolers do: how a client may cancel is the pooler's own business.
    for (const message of await backend.greeting) client.write(typeOf(message) === "K" ? OWN_KEY : message);
    this.release(backend);
  }
}

/** The first message of a client without the parameter `options`. */
function withoutOptions(startup: Message): Message {
  const fields = startup.toString("utf8", 8).split("\0");
  const kept: string[] = [];
  for (let index = 0; index + 1 < fields.length && fields[index] !== ""; index += 2) {
    if (fields[index] !== "options") kept.push(fields[index] ?? "", fields[index + 1] ?? "");
  }
  const body = Buffer.from(`${kept.join("\0")}\0\0`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.writeUInt32BE(startup.readUInt32BE(4), 4);
  return Buffer.concat([head, body]);
}
