import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * An address, since a name is looked up for each connection: where the name server does not answer, that took five seconds
 * now and then, which counted as the portal's.
 */
const LOOPBACK = "127.0.0.1";

/** Gives each connection to the next of several ports; to another one where nobody listens. */
export class Balancer {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private next = 0;
  ports: number[] = [];

  private constructor() {
    this.server = createServer((near) => this.pass(near, this.ports.length));
  }

  static async open(): Promise<Balancer> {
    const balancer = new Balancer();
    await new Promise<void>((resolve) => balancer.server.listen(0, LOOPBACK, resolve));
    return balancer;
  }

  get url(): string {
    const address = this.server.address();
    if (typeof address !== "object" || address === null) throw new Error("the balancer has no port");
    return `http://${LOOPBACK}:${address.port}`;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private pass(near: Socket, tries: number): void {
    const port = this.ports[this.next % this.ports.length] ?? 0;
    this.next += 1;
    const far = connect(port, LOOPBACK);
    let isPassed = false;
    this.sockets.add(near).add(far);
    near.on("error", () => far.destroy());
    near.on("close", () => this.sockets.delete(near) && far.destroy());
    far.on("close", () => this.sockets.delete(far) && isPassed && near.destroy());
    far.on("error", () => {
      if (isPassed || tries <= 1) near.destroy();
      else this.pass(near, tries - 1);
    });
    far.once("connect", () => {
      isPassed = true;
      near.pipe(far).pipe(near);
    });
  }
}
