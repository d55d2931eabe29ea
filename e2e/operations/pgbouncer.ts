import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import os from "node:os";
import path from "node:path";
import { findFreePort } from "../fixtures/process";
import { getPrograms } from "./debian-packages";

/** The user and group "nobody": PgBouncer refuses to run as root. */
const NOBODY = 65_534;

/** What Debian's package installs. */
const INSTALLED = "/etc/pgbouncer/pgbouncer.ini";

/** Settings of the place where it runs; everything else is as installed. */
interface Place {
  folder: string;
  port: number;
  server: URL;
}

/**
 * PgBouncer with the configuration of Debian's package, where nothing is changed but what belongs to the place: ports,
 * folders, the server behind it, and who may come in.
 * @param changes over the package's settings
 */
export class PgBouncer {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    readonly url: string,
  ) {}

  static async start(serverUrl: string, changes: Record<string, string> = {}): Promise<PgBouncer> {
    const place = await getPrograms("pgbouncer");
    const folder = mkdtempSync(path.join(os.tmpdir(), "portico-pgbouncer-"));
    const port = await findFreePort();
    const file = path.join(folder, "pgbouncer.ini");
    writeFileSync(
      file,
      configure(readFileSync(INSTALLED, "utf8"), { folder, port, server: new URL(serverUrl) }, changes),
    );
    writeFileSync(path.join(folder, "userlist.txt"), '"postgres" "secret"\n');
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(folder, NOBODY, NOBODY);
    const child = spawn(place("pgbouncer"), ["-q", file], {
      stdio: "ignore",
      ...(isRoot && { uid: NOBODY, gid: NOBODY }),
    });
    const url = new URL(serverUrl);
    url.host = `127.0.0.1:${port}`;
    url.username = "postgres";
    url.password = "secret";
    const bouncer = new PgBouncer(child, folder, url.href);
    process.once("exit", bouncer.kill);
    await listens(port);
    return bouncer;
  }

  private readonly kill = () => {
    this.process.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  };

  async stop(): Promise<void> {
    process.removeListener("exit", this.kill);
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGINT");
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The package's file with other values for some settings. */
function configure(installed: string, { folder, port, server }: Place, changes: Record<string, string>): string {
  const values: Record<string, string> = {
    logfile: path.join(folder, "log"),
    pidfile: path.join(folder, "pid"),
    listen_addr: "127.0.0.1",
    listen_port: String(port),
    unix_socket_dir: "",
    auth_file: path.join(folder, "userlist.txt"),
    ...changes,
  };
  const nameOf = (line: string) => line.split("=", 1).join("").trim();
  const kept = installed.split("\n").filter((line) => !Object.hasOwn(values, nameOf(line)));
  const sections = kept.flatMap((line) => {
    if (line.trim() === "[databases]") return [line, `* = host=${server.hostname} port=${server.port} user=postgres`];
    if (line.trim() !== "[pgbouncer]") return [line];
    return [line, ...Object.entries(values).map(([name, value]) => `${name} = ${value}`)];
  });
  return sections.join("\n");
}

/** Resolves when somebody listens. */
async function listens(port: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("close", () => socket.destroy());
      socket.once("connect", () => socket.end());
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("PgBouncer does not listen after 10 s");
}
