import { mkdirSync } from "node:fs";
import path from "node:path";
import { findFreePort } from "../fixtures/process";
import type { BenchDatabase } from "./database";
import { startBetterAuth } from "./engines/better-auth";
import type { Engine, EngineName, EngineSetting } from "./engines/engine";
import { startFloor } from "./engines/floor";
import { startOidcProvider } from "./engines/oidc-provider";
import { startPortico } from "./engines/portico";
import type { Options } from "./options";

type Start = (setting: EngineSetting) => Promise<Engine>;

/** Starts the wanted engines, each with a database of its own. */
export async function startEngines(
  options: Options,
  database: BenchDatabase,
  folder: string,
  say: (line: string) => void,
): Promise<{ engines: Engine[]; databaseUrls: Map<EngineName, string> }> {
  const profile = options.profile === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${path.resolve(options.profile)}`];
  const starts: Record<EngineName, Start> = {
    portico: (setting) => startPortico(setting, profile),
    "oidc-provider": startOidcProvider,
    "better-auth": startBetterAuth,
    floor: startFloor,
  };
  const engines: Engine[] = [];
  const databaseUrls = new Map<EngineName, string>();
  for (const name of options.engines) {
    if (!Object.hasOwn(starts, name)) throw new Error(`There is no engine ${name}`);
    say(`starting ${name}`);
    const databaseUrl = await database.create(name);
    const own = path.join(folder, name);
    mkdirSync(own, { recursive: true });
    const setting = { databaseUrl, port: await findFreePort(), folder: own, browsers: options.connections };
    engines.push(await starts[name](setting));
    databaseUrls.set(name, databaseUrl);
  }
  return { engines, databaseUrls };
}
