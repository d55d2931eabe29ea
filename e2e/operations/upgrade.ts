import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { newPassword } from "../fixtures/portal";
import { findFreePort, runProgram, ServerProcess } from "../fixtures/process";
import { createDatabase } from "../process/create-database";
import { startPostgres } from "../run/postgres.mjs";
import { Balancer } from "./balancer";
import { type Exercise, type Figure, figure } from "./exercise";
import { isRight, Load } from "./load";
import { buildOldVersion, type OldVersion } from "./old-version";
import { saveProfileAcross } from "./page-forms";
import { isReady } from "./readiness";
import { describeTokens } from "./report";

type Variables = Record<string, string>;

/** A version of the portal on some data: its server, and its command line. */
class Instance {
  private server: ServerProcess | null = null;

  private constructor(
    /** undefined: this version */
    private readonly folder: string | undefined,
    private readonly env: Variables,
    readonly port: number,
  ) {}

  static async create(folder: string | undefined, env: Variables): Promise<Instance> {
    const port = await findFreePort();
    return new Instance(folder, { ...env, PORT: String(port) }, port);
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Resolves once it answers. @returns the seconds that it took */
  async start(changes: Variables = {}): Promise<number> {
    const since = performance.now();
    this.server = new ServerProcess(["lib/server/start.mjs"], { ...this.env, ...changes }, { cwd: this.folder });
    await this.server.waitFor(`${this.url}/.well-known/openid-configuration`);
    return (performance.now() - since) / 1000;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = null;
  }

  /** What the command line prints; what the error says where the command fails. */
  command(args: string[], changes: Variables = {}): Promise<string> {
    const env = { ...this.env, ...changes };
    return runProgram(["lib/server/portico.mjs", ...args], env, { cwd: this.folder }).catch(
      (error: Error) => error.message,
    );
  }

  /** What a start that fails prints; null: it succeeds. */
  async tryToStart(changes: Variables): Promise<string | null> {
    const server = new ServerProcess(["lib/server/start.mjs"], { ...this.env, ...changes }, { cwd: this.folder });
    try {
      await server.waitFor(`${this.url}/.well-known/openid-configuration`, 60);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await server.stop();
    }
  }

  async createUser() {
    const person = { email: `user-${randomBytes(4).toString("hex")}@example.org`, password: newPassword() };
    const printed = await this.command(["user", "create", "--email", person.email, "--password", person.password]);
    return { ...person, userId: String(readJson(printed).sub) };
  }

  async createClient(metadata: Record<string, unknown>) {
    const folder = await mkdtemp(path.join(os.tmpdir(), "portico-file-"));
    try {
      const file = path.join(folder, "client.json");
      await writeFile(file, JSON.stringify(metadata));
      const made = readJson(await this.command(["client", "create", "--file", file]));
      return { ...made, client_id: String(made.client_id), client_secret: String(made.client_secret) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function readJson(printed: string): Record<string, unknown> {
  const start = printed.indexOf("{");
  if (start < 0) throw new Error(`a command printed ${printed}`);
  return JSON.parse(printed.slice(start));
}

const environment = (issuer: string, dataDir: string): Variables => ({
  NODE_ENV: "production",
  PORTICO_ISSUER: issuer,
  PORTICO_DATA_DIR: dataDir,
  PORTICO_BCRYPT_COST: "4",
  PORTICO_RATE_LIMITS: "off",
  PORTICO_WORKERS: "1",
  PORTICO_REGISTRATION: "open",
});

/** What went wrong while the load ran; nothing may. */
function describeFailures(what: string, load: Pick<Load, "answers">, since = 0): Figure {
  const answers = load.answers.filter(({ askedAt }) => askedAt >= since);
  const failed = answers.filter((answer) => !isRight(answer));
  const kinds = [...new Set(failed.map(({ act, status }) => `${act} ${status}`))].join(", ");
  const value = `${failed.length} of ${answers.length}${kinds && `: ${kinds}`}`;
  return figure(`failed ${what} (0)`, value, failed.length === 0 && answers.length > 0);
}

function describeVerification(printed: string): Figure {
  const isWhole = /The audit log is as it was written\.\s*$/.test(printed);
  return figure("audit verify", printed.trim().split("\n").slice(-3).join(" | ").slice(0, 200), isWhole);
}

/** Acts of an operator by the command line of a version. */
async function administer(instance: Instance, name: string): Promise<Figure> {
  const { email } = await instance.createUser();
  const printed = [
    await instance.command(["group", "create", name]),
    await instance.command(["group", "add", name, email]),
    await instance.command(["user", "suspend", "--email", email]),
    await instance.command(["keys", "rotate", "--alg", "ES256"]),
  ];
  const failed = printed.filter((text) => / ended with \d/.test(text));
  return figure(
    `commands of the ${name} one`,
    failed.join(" | ") || `${printed.length + 1} right`,
    failed.length === 0,
  );
}

/** Two versions on one PostgreSQL: the old one, both, and the new one alone. */
export const upgrade = (from: string | undefined): Exercise => ({
  name: "upgrade",
  run: async () => {
    const version = await buildOldVersion(from);
    const postgres = await startPostgres();
    const balancer = await Balancer.open();
    const dataDir = await mkdtemp(path.join(os.tmpdir(), "portico-upgrade-"));
    const instances: Instance[] = [];
    try {
      const [secret, next] = [randomBytes(32).toString("base64url"), randomBytes(32).toString("base64url")];
      const DATABASE_URL = await createDatabase(postgres.url);
      const env = { ...environment(balancer.url, dataDir), DATABASE_URL, PORTICO_SECRET: secret };
      const [old, now] = [await Instance.create(version.folder, env), await Instance.create(undefined, env)];
      instances.push(old, now);
      await old.start();
      balancer.ports = [old.port];
      const load = await Load.start({ portal: old, url: balancer.url }, { hasActs: true });
      await load.waitForRight(300);
      const since = performance.now();
      const seconds = await now.start();
      balancer.ports = [old.port, now.port];
      const both = performance.now();
      const acts = [await administer(old, "old"), await administer(now, "new")];
      await load.waitForRight(1_500);
      const forms = await sendAcross(version, { old, now, balancer });
      const ready = await Promise.all([old, now].map(({ url }) => isReady(url)));
      await load.stop();
      await old.stop();
      balancer.ports = [now.port];
      const after = await Load.start({ portal: now, url: balancer.url }, { hasActs: true });
      await after.waitForRight(500);
      await after.stop();
      const tokens = await describeTokens(load);
      const verified = describeVerification(await now.command(["audit", "verify"]));
      // What no older version can run on: a new secret, of which it knows nothing.
      await now.stop();
      await now.start({ PORTICO_SECRET: next, PORTICO_SECRET_PREVIOUS: secret });
      const resealed = await now.command(["keys", "reseal"], { PORTICO_SECRET: next, PORTICO_SECRET_PREVIOUS: secret });
      await now.stop();
      await now.start({ PORTICO_SECRET: next });
      const lost = await describeTokens(load);
      return [
        figure("from", `${version.name} (${version.migration})`),
        figure("the new one started and migrated under load", `${seconds.toFixed(1)} s`),
        describeFailures(
          "while the new one started",
          { answers: load.answers.filter(({ askedAt }) => askedAt < both) },
          since,
        ),
        describeFailures("with both", load, both),
        ...acts,
        ...forms,
        figure("both ready", ready.join(", "), knowsContractSteps(version) ? ready.every(Boolean) : ready.at(-1)),
        describeFailures("with the new one alone", after),
        ...tokens,
        verified,
        figure(
          "keys reseal",
          resealed.trim().slice(0, 60),
          /^(One value was|\d+ values were) encrypted again\. Nothing/.test(resealed),
        ),
        ...lost.slice(1).map(({ what, ...rest }) => ({ ...rest, what: `${what}, under the new secret` })),
        await describeRefusal(version, old, { PORTICO_SECRET: next }),
      ];
    } finally {
      for (const each of instances) await each.stop();
      balancer.close();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
});

/** Forms of pages that one version drew, sent to the other one. */
async function sendAcross(
  version: OldVersion,
  { old, now, balancer }: { old: Instance; now: Instance; balancer: Balancer },
): Promise<Figure[]> {
  const preparation = await readFile(path.join(version.folder, "lib/server/prepare.mjs"), "utf8");
  const isExpected = preparation.includes("NEXT_SERVER_ACTIONS_ENCRYPTION_KEY");
  const both = balancer.ports;
  const figures: Figure[] = [];
  for (const [what, from, to] of [
    ["a form of the old one's page, sent to the new one", old, now],
    ["a form of the new one's page, sent to the old one", now, old],
  ] as const) {
    balancer.ports = [from.port];
    const sent = { url: balancer.url, person: await now.createUser() };
    const { status, isSaved } = await saveProfileAcross(sent, () => {
      balancer.ports = [to.port];
    });
    // Versions of before had ids of their own for each build.
    figures.push(figure(what, `${status}${isSaved ? ", saved" : ""}`, isExpected ? isSaved : null));
  }
  balancer.ports = both;
  return figures;
}

/** Whether a version asks the database if it can run on its schema. */
const knowsContractSteps = ({ migration }: OldVersion) => migration >= "20261130204500";

async function describeRefusal(version: OldVersion, old: Instance, changes: Variables): Promise<Figure> {
  const what = "the old one, started anew on a schema that it cannot run on";
  if (!knowsContractSteps(version)) return figure(what, "that version does not ask");
  const printed = await old.tryToStart(changes);
  const [sentence = printed ?? "it started"] = /^A newer version of Portico .*$/m.exec(printed ?? "") ?? [];
  return figure(what, sentence.slice(0, 160), sentence.endsWith("run the newer version here as well."));
}

/** The folder of an embedded database that the old version made, opened by this one. */
export const upgradeEmbedded = (from: string | undefined): Exercise => ({
  name: "upgrade-embedded",
  run: async () => {
    const version = await buildOldVersion(from);
    const dataDir = await mkdtemp(path.join(os.tmpdir(), "portico-upgrade-"));
    const instances: Instance[] = [];
    const balancer = await Balancer.open();
    try {
      const env = { ...environment(balancer.url, dataDir), DATABASE_URL: "", PORTICO_SECRET: "" };
      const [old, now] = [await Instance.create(version.folder, env), await Instance.create(undefined, env)];
      instances.push(old, now);
      await old.start();
      balancer.ports = [old.port];
      const load = await Load.start({ portal: old, url: balancer.url }, { hasActs: true });
      await load.waitForRight(200);
      await load.stop();
      await old.stop();
      const seconds = await now.start();
      balancer.ports = [now.port];
      const after = await Load.start({ portal: now, url: balancer.url }, { hasActs: true });
      await after.waitForRight(200);
      await after.stop();
      return [
        figure("from", `${version.name} (${version.migration})`),
        figure("the new one started and migrated", `${seconds.toFixed(1)} s`),
        describeFailures("with the old one", load),
        describeFailures("with the new one", after),
        ...(await describeTokens(load)),
        describeVerification(await now.command(["audit", "verify"])),
      ];
    } finally {
      for (const each of instances) await each.stop();
      balancer.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
});
