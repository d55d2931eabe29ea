import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";

/** A request that reached the portal, and how it was answered. */
export interface Exchange {
  method: string;
  url: URL;
  /** the form of a POST */
  form: URLSearchParams;
  authorization: string;
  status: number;
  location: string;
}

/** Both halves in PEM. */
export type Certificate = { key: string; cert: string };

/**
 * Listens at the portal's address and records what passes, so that the run can tell what a library does by itself:
 * whether it sends PKCE and a nonce, how it authenticates, and where it reads claims.
 */
export class RecordingProxy {
  private readonly server: Server;
  readonly exchanges: Exchange[] = [];
  url = "";

  private constructor(
    private readonly target: () => number,
    certificate: Certificate | null,
  ) {
    const pass = (incoming: IncomingMessage, answer: ServerResponse) => this.pass(incoming, answer);
    this.server = certificate ? createTlsServer(certificate, pass) : createServer(pass);
  }

  /**
   * @param target the port behind it, asked for at each request
   * @param certificate of `localhost`, for a portal on https
   */
  static async start(target: () => number, certificate: Certificate | null): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(target, certificate);
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    const address = proxy.server.address();
    if (typeof address !== "object" || !address) throw new Error("the proxy has no address");
    proxy.url = `${certificate ? "https" : "http"}://localhost:${address.port}`;
    return proxy;
  }

  private pass(incoming: IncomingMessage, answer: ServerResponse): void {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      const { method, url, headers } = incoming;
      const outgoing = forward({ host: "127.0.0.1", port: this.target(), method, path: url, headers }, (response) => {
        this.record(incoming, body, response);
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      outgoing.once("error", () => answer.writeHead(502).end());
      outgoing.end(body);
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private record(incoming: IncomingMessage, body: Buffer, response: IncomingMessage) {
    const isForm = incoming.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
    this.exchanges.push({
      method: incoming.method ?? "",
      url: new URL(incoming.url ?? "/", this.url),
      form: new URLSearchParams(isForm ? body.toString("utf8") : ""),
      authorization: incoming.headers.authorization ?? "",
      status: response.statusCode ?? 0,
      location: response.headers.location ?? "",
    });
  }
}
