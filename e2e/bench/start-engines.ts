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
  const { profile, workers } = options;
  const nodeOptions = profile === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${path.resolve(profile)}`];
  const starts: Record<EngineName, Start> = {
    portico: (setting) => startPortico(setting, { nodeOptions, workers }),
    "oidc-provider": startOidcProvider,
    "better-auth": startBetterAuth,
    floor: startFloor,
  };
  const databaseUrls = new Map<EngineName, string>();
  for (const name of options.engines) {
    if (!Object.hasOwn(starts, name)) throw new Error(`There is no engine ${name}`);
    databaseUrls.set(name, await database.create(name));
  }
  // Side by side: most of the time goes into programs that start and passwords that are hashed.
  const engines = await Promise.all(
    [...databaseUrls].map(async ([name, databaseUrl]) => {
      const own = path.join(folder, name);
      mkdirSync(own, { recursive: true });
      const setting = { databaseUrl, port: await findFreePort(), folder: own, browsers: options.browsers };
      const engine = await starts[name](setting);
      say(`started ${name}`);
      return engine;
    }),
  );
  return { engines, databaseUrls };
}
