import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { run } from "../run/processes.mjs";
import { MissingError } from "./exercise";

/** Programs and the Debian packages that bring them, at the places where these put them. */
const programs = {
  pgbouncer: { package: "pgbouncer", find: () => ["/usr/sbin/pgbouncer"] },
  patroni: { package: "patroni", find: () => ["/usr/bin/patroni"] },
  etcd: { package: "etcd-server", find: () => ["/usr/bin/etcd"] },
  postgres: { package: "postgresql", find: () => listServers("postgres") },
};

export type Program = keyof typeof programs;

/** PostgreSQL's programs, the newest version first. */
function listServers(name: string): string[] {
  const place = "/usr/lib/postgresql";
  const versions = existsSync(place) ? readdirSync(place) : [];
  return versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => path.join(place, version, "bin", name));
}

const locate = (program: Program) => programs[program].find().find((place) => existsSync(place));

/**
 * Makes sure that these programs are here: those that are missing are installed, where this user may.
 * @returns where each of them is
 * @throws {MissingError} when one cannot be had
 */
export async function getPrograms<Name extends Program>(...names: Name[]): Promise<(name: Name) => string> {
  const missing = names.filter((name) => locate(name) === undefined);
  if (missing.length > 0) await install([...new Set(missing.map((name) => programs[name].package))]);
  const get = (name: Name) => {
    const place = locate(name);
    if (place !== undefined) return place;
    throw new MissingError(`there is no ${name}; install Debian's package ${programs[name].package}`);
  };
  for (const name of names) get(name);
  return get;
}

async function install(packages: string[]): Promise<void> {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) return;
  const env = {
    DEBIAN_FRONTEND: "noninteractive",
    // The packages start services of their own, which would take ports and memory.
    RUNLEVEL: "1",
  };
  await run("apt-get", ["update", "-q"], { env, timeoutSeconds: 180 });
  await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { env, timeoutSeconds: 480 });
}
