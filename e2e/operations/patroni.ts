import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findFreePort } from "../fixtures/process";
import { getPrograms } from "./debian-packages";

/** The user and group "nobody": PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
const PASSWORD = "secret";

/** @param id of a process, or below 0 of a group; nothing happens when it has ended */
function endAtOnce(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** A program in a process group of its own, so that what it starts ends with it. */
class Service {
  private readonly child: ChildProcess;
  output = "";

  constructor(program: string, args: string[], folder: string) {
    const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    const env = { ...process.env, HOME: folder, LC_ALL: "C.UTF-8" };
    this.child = spawn(program, args, { cwd: folder, env, detached: true, ...identity });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk) => {
        this.output += chunk;
      });
    }
    process.once("exit", this.kill);
  }

  /** Ends it and all that it started at once, as a machine that loses its power. */
  readonly kill = () => {
    process.removeListener("exit", this.kill);
    if (this.child.pid === undefined) return;
    endAtOnce(-this.child.pid);
  };
}

/** One server of the cluster. */
interface Node {
  name: string;
  port: number;
  restPort: number;
  service: Service;
}

/** Two PostgreSQL servers under Patroni, one of them the synchronous standby of the other, with etcd beside them. */
export class PatroniCluster {
  private readonly nodes: Node[] = [];
  private etcd: Service | undefined;

  private constructor(private readonly folder: string) {}

  static async start(): Promise<PatroniCluster> {
    const place = await getPrograms("patroni", "etcd", "postgres");
    const folder = mkdtempSync(path.join(os.tmpdir(), "portico-patroni-"));
    if (process.getuid?.() === 0) chownSync(folder, NOBODY, NOBODY);
    const cluster = new PatroniCluster(folder);
    const programs = { patroni: place("patroni"), postgres: place("postgres") };
    try {
      const store = await cluster.startEtcd(place("etcd"));
      await cluster.startNode("one", programs, store);
      await cluster.waitForPrimary();
      await cluster.startNode("two", programs, store);
      await cluster.waitForStandby();
      return cluster;
    } catch (error) {
      const said = cluster.nodes.map(({ name, service }) => `${name}:\n${service.output.slice(-3_000)}`).join("\n");
      cluster.stop();
      throw new Error(`the cluster did not start:\n${said}`, { cause: error });
    }
  }

  /** Both servers, for a client that finds the primary itself. */
  get url(): string {
    const hosts = this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(",");
    return `postgresql://postgres:${PASSWORD}@${hosts}/postgres?target_session_attrs=read-write`;
  }

  /** The server that takes writes; null while there is none. */
  async findPrimary(): Promise<Node | null> {
    for (const node of this.nodes) if (await this.answers(node, "primary")) return node;
    return null;
  }

  async waitForPrimary(except?: Node): Promise<Node> {
    return waitFor("a primary", 120, async () => {
      const found = await this.findPrimary();
      return found === except ? null : found;
    });
  }

  /** Resolves when a commit at the primary waits for the standby. */
  async waitForStandby(): Promise<void> {
    await waitFor("a synchronous standby", 120, async () => {
      for (const node of this.nodes) if (await this.answers(node, "sync")) return node;
      return null;
    });
  }

  /** Loses the machine of the primary: Patroni and PostgreSQL are gone at once, without a word. */
  killPrimary(primary: Node): void {
    this.killNode(primary);
  }

  /** Patroni starts PostgreSQL in a session of its own, which does not end with it. */
  private killNode({ name, service }: Node): void {
    service.kill();
    const file = path.join(this.folder, name, "data", "postmaster.pid");
    if (!existsSync(file)) return;
    const [id = ""] = readFileSync(file, "utf8").split("\n", 1);
    // Its other processes end when they miss it.
    endAtOnce(Number(id));
  }

  /** Lets the standby take over in order. */
  async switchOver(primary: Node): Promise<void> {
    const candidate = this.nodes.find((node) => node !== primary);
    const response = await fetch(`http://127.0.0.1:${primary.restPort}/switchover`, {
      method: "POST",
      body: JSON.stringify({ leader: primary.name, candidate: candidate?.name }),
    });
    if (!response.ok) throw new Error(`Patroni refused: ${response.status} ${await response.text()}`);
  }

  stop(): void {
    for (const node of this.nodes) this.killNode(node);
    this.etcd?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answers({ restPort }: Node, role: "primary" | "sync"): Promise<boolean> {
    return fetch(`http://127.0.0.1:${restPort}/${role}`).then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  private async startEtcd(program: string): Promise<number> {
    const [port, peerPort] = [await findFreePort(), await findFreePort()];
    const [own, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`];
    const folder = this.makeFolder("etcd");
    this.etcd = new Service(
      program,
      [
        ...["--name", "store", "--data-dir", folder, "--unsafe-no-fsync"],
        ...["--listen-client-urls", own, "--advertise-client-urls", own],
        ...["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer],
        ...["--initial-cluster", `store=${peer}`],
      ],
      folder,
    );
    await waitFor("etcd", 30, async () => ((await fetch(`${own}/health`).catch(() => null))?.ok ? true : null));
    return port;
  }

  private makeFolder(name: string): string {
    const folder = path.join(this.folder, name);
    mkdirSync(folder, { mode: 0o700 });
    if (process.getuid?.() === 0) chownSync(folder, NOBODY, NOBODY);
    return folder;
  }

  private async startNode(
    name: string,
    { patroni, postgres }: { patroni: string; postgres: string },
    store: number,
  ): Promise<void> {
    const [port, restPort] = [await findFreePort(), await findFreePort()];
    const folder = this.makeFolder(name);
    const file = path.join(folder, "patroni.json");
    // Patroni reads YAML, of which JSON is a part.
    writeFileSync(file, JSON.stringify(describeNode({ name, port, restPort, folder, store, postgres })));
    this.nodes.push({ name, port, restPort, service: new Service(patroni, [file], folder) });
  }
}

function describeNode(node: {
  name: string;
  port: number;
  restPort: number;
  folder: string;
  store: number;
  postgres: string;
}) {
  const { name, port, restPort, folder, store, postgres } = node;
  const login = (username: string) => ({ username, password: PASSWORD });
  return {
    scope: "portico",
    name,
    restapi: { listen: `127.0.0.1:${restPort}`, connect_address: `127.0.0.1:${restPort}` },
    etcd3: { host: `127.0.0.1:${store}` },
    bootstrap: {
      dcs: {
        // The least that Patroni takes; its default is 30, and a primary that is lost is missed after so many seconds.
        ttl: 20,
        loop_wait: 1,
        retry_timeout: 3,
        synchronous_mode: true,
        postgresql: { use_pg_rewind: true, parameters: { max_connections: 200 } },
      },
      initdb: [{ encoding: "UTF8" }, { locale: "C" }, "data-checksums"],
      pg_hba: ["host all all 127.0.0.1/32 scram-sha-256", "host replication all 127.0.0.1/32 scram-sha-256"],
    },
    postgresql: {
      listen: `127.0.0.1:${port}`,
      connect_address: `127.0.0.1:${port}`,
      data_dir: path.join(folder, "data"),
      bin_dir: path.dirname(postgres),
      pgpass: path.join(folder, "pgpass"),
      authentication: { superuser: login("postgres"), replication: login("replicator"), rewind: login("rewinder") },
      parameters: { unix_socket_directories: folder },
    },
  };
}

/** @throws when it does not come in time */
async function waitFor<Found>(what: string, seconds: number, find: () => Promise<Found | null>): Promise<Found> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const found = await find();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`there is no ${what} after ${seconds} s`);
}
