import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import type pg from "pg";
import type { DatabaseHost, DatabaseUrl } from "../../database-url";
import { DatabaseError } from "./database-error";

/** What the driver says when a server speaks no TLS; it gives this no code. */
const NO_TLS = /^The server does not support SSL connections$/;

const isTlsMissing = (error: unknown) => error instanceof Error && NO_TLS.test(error.message);

const nameOf = ({ host, port }: DatabaseHost) =>
  host.startsWith("/") ? host : `${host === "" ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`;

/**
 * Which of the servers of a `DATABASE_URL` connections go to. All connections of a process go to the same one, until a
 * connection to it fails: the next one then tries the next server.
 */
export class ServerHosts {
  readonly isWriterWanted: boolean;
  readonly count: number;
  private index = 0;
  /** whether the server has said that it speaks no TLS, and none is needed */
  private isPlain = false;
  private readonly tls: ConnectionOptions | null;

  /** @throws {DatabaseError} when a file that the URL names cannot be read */
  constructor(private readonly url: DatabaseUrl) {
    this.isWriterWanted = url.isWriterWanted;
    this.count = url.hosts.length;
    this.tls = toTlsOptions(url);
  }

  /** The servers, for a sentence. */
  get names(): string {
    return this.url.hosts.map(nameOf).join(", ");
  }

  /** The server that connections go to now. */
  get name(): string {
    return nameOf(this.current);
  }

  /** How the next connection is made. */
  get config(): pg.ClientConfig {
    const { user, password, database, tlsMode, isTlsDirect, options } = this.url;
    const { host, port } = this.current;
    const hasTls = this.tls !== null && !this.isPlain && !host.startsWith("/");
    return {
      ...(host !== "" && { host }),
      port,
      ...(user !== undefined && { user }),
      ...(password !== undefined && { password }),
      ...(database !== undefined && { database }),
      ...(options !== undefined && { options }),
      ...((tlsMode !== undefined || hasTls) && { ssl: hasTls && this.tls !== null ? { ...this.tls } : false }),
      ...(hasTls && isTlsDirect && { sslnegotiation: "direct" as const }),
    };
  }

  /**
   * A connection to the current server failed: the next one goes to the next server.
   * @returns false when it goes to the same one in another way: in clear, as `sslmode=prefer` allows
   */
  moveOn(error: unknown): boolean {
    if (this.url.tlsMode === "prefer" && !this.isPlain && isTlsMissing(error)) {
      this.isPlain = true;
      return false;
    }
    this.isPlain = false;
    this.index = (this.index + 1) % this.count;
    return true;
  }

  private get current(): DatabaseHost {
    return this.url.hosts[this.index] ?? { host: "", port: 5432 };
  }
}

/** Node's options for an `sslmode`; null: no TLS. @see PostgreSQL, 32.19.3 Protection Provided in Different Modes */
function toTlsOptions({ tlsMode, tlsFiles, isTlsDirect }: DatabaseUrl): ConnectionOptions | null {
  const { rootCertificate, certificate, key, keyPassword } = tlsFiles;
  const files: ConnectionOptions = {
    ...(rootCertificate !== undefined && rootCertificate !== "system" && { ca: read("sslrootcert", rootCertificate) }),
    ...(certificate !== undefined && { cert: read("sslcert", certificate) }),
    ...(key !== undefined && { key: read("sslkey", key) }),
    ...(keyPassword !== undefined && { passphrase: keyPassword }),
  };
  switch (tlsMode) {
    case "disable":
      return null;
    case "prefer":
      return { ...files, rejectUnauthorized: false };
    case "require":
      // With an authority of its own, libpq checks the certificate as it does for verify-ca.
      return files.ca === undefined
        ? { ...files, rejectUnauthorized: false }
        : { ...files, checkServerIdentity: () => undefined };
    case "verify-ca":
      return { ...files, checkServerIdentity: () => undefined };
    case "verify-full":
      return files;
    case undefined:
      return isTlsDirect || Object.keys(files).length > 0 ? files : null;
  }
}

function read(parameter: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new DatabaseError(`${file}, which DATABASE_URL names as ${parameter}, cannot be read (${code}).`, {
      cause: error,
    });
  }
}
