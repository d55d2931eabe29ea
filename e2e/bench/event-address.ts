import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { createSelfSignedCertificate } from "../../lib/http/testing/self-signed-certificate";

/** The most characters of an event that is taken. */
const LONGEST = 100_000;

/** An https address on this machine that takes security events. @see RFC 8935 §2.1 */
export class EventAddress {
  private readonly server: Server;

  private constructor(
    /** of the address; whoever sends events there has to trust it */
    readonly certificate: string,
    server: Server,
  ) {
    this.server = server;
  }

  /** @param take what becomes of an event; it is taken if this does not throw */
  static async start(take: (token: string) => Promise<void>): Promise<EventAddress> {
    const { key, cert } = createSelfSignedCertificate("localhost");
    const server = createServer({ key, cert }, (request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
        if (body.length > LONGEST) request.destroy();
      });
      request.on("end", () => {
        take(body).then(
          () => response.writeHead(202).end(),
          // RFC 8935 §2.3
          () => response.writeHead(400, { "content-type": "application/json" }).end('{"err":"invalid_request"}'),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new EventAddress(cert, server);
  }

  /** `localhost` and the port, as the portal may be told to reach it. */
  get host(): string {
    return `localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
