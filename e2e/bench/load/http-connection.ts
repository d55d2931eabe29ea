import { connect, type Socket } from "node:net";
import type { RequestSpec } from "./plan";

export interface Answer {
  status: number;
  /** status line and headers as they came */
  head: string;
  /** the same in lower case, to find headers in */
  lowerHead: string;
  body: string;
}

/** The value of a header, null when absent. `name` in lower case. */
export function findHeader({ head, lowerHead }: Pick<Answer, "head" | "lowerHead">, name: string): string | null {
  const start = lowerHead.indexOf(`\r\n${name}:`);
  if (start === -1) return null;
  const end = head.indexOf("\r\n", start + 2);
  return head.slice(start + name.length + 3, end === -1 ? undefined : end).trim();
}

/** The bytes of a request; made once and sent many times, as the generator must cost far less than what it measures. */
export function encodeRequest({ method, path, headers, body }: RequestSpec, host: string): Buffer {
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body === undefined ? "" : `content-length: ${Buffer.byteLength(body)}\r\n`;
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("")}${length}\r\n${body ?? ""}`);
}

const endOfHead = Buffer.from("\r\n\r\n");

/** One persistent HTTP/1.1 connection with one request at a time. @see RFC 9112 §6, §7.1, §9.3 */
export class HttpConnection {
  private readonly port: number;
  private socket: Socket | null = null;
  private received: Buffer = Buffer.alloc(0);
  private settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null;

  constructor(port: number) {
    this.port = port;
  }

  /** @throws when the connection breaks before the answer is whole, or after 30 s */
  async send(request: Buffer): Promise<Answer> {
    const socket = this.socket ?? (await this.open());
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      socket.write(request);
    });
  }

  close(): void {
    this.socket?.destroy();
    this.socket = null;
  }

  private open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, "127.0.0.1");
      socket.setNoDelay(true).setTimeout(30_000);
      socket.once("connect", () => {
        this.socket = socket;
        this.received = Buffer.alloc(0);
        resolve(socket);
      });
      socket.on("data", (chunk) => this.take(chunk));
      socket.on("timeout", () => socket.destroy(new Error("no answer within 30 s")));
      socket.on("error", (error) => {
        reject(error);
        this.fail(error);
      });
      socket.on("close", () => {
        if (this.socket === socket) this.socket = null;
        this.fail(new Error("the connection was closed before the answer was whole"));
      });
    });
  }

  private fail(error: Error): void {
    this.settle?.reject(error);
    this.settle = null;
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const answer = readAnswer(this.received);
    if (!answer) return;
    this.received = Buffer.alloc(0);
    if (findHeader(answer, "connection")?.toLowerCase() === "close") this.close();
    const { settle } = this;
    this.settle = null;
    settle?.resolve(answer);
  }
}

/** The answer, or null while it is not whole. */
function readAnswer(received: Buffer): Answer | null {
  const headEnd = received.indexOf(endOfHead);
  if (headEnd === -1) return null;
  const head = received.toString("latin1", 0, headEnd);
  const status = Number(head.slice(9, 12));
  const start = headEnd + endOfHead.length;
  const answer = { status, head, lowerHead: head.toLowerCase(), body: "" };
  const length = findHeader(answer, "content-length");
  if (length !== null) {
    const end = start + Number(length);
    return received.length < end ? null : { ...answer, body: received.toString("utf8", start, end) };
  }
  if (findHeader(answer, "transfer-encoding")?.toLowerCase() !== "chunked") return answer;
  const body = readChunks(received, start);
  return body === null ? null : { ...answer, body };
}

/** RFC 9112 §7.1; null while the last chunk has not come. */
function readChunks(received: Buffer, start: number): string | null {
  const parts: Buffer[] = [];
  let position = start;
  for (;;) {
    const lineEnd = received.indexOf("\r\n", position);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(received.toString("latin1", position, lineEnd), 16);
    const from = lineEnd + 2;
    if (received.length < from + size + 2) return null;
    if (size === 0) return Buffer.concat(parts).toString("utf8");
    parts.push(received.subarray(from, from + size));
    position = from + size + 2;
  }
}
