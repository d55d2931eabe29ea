import type { Engine } from "../engines/engine";
import type { ClientName } from "../peers/bench-clients";
import { obtainCodes } from "./authorize";
import { codeExchange } from "./requests";
import type { RunLoad, WindowSize } from "./workload";

interface Grant {
  access_token: string;
  refresh_token: string;
}

/** Tokens of the person for one client, by the engine's own endpoints. */
export async function obtainGrants(
  engine: Engine,
  client: ClientName,
  count: number,
  size: WindowSize,
  run: RunLoad,
): Promise<Grant[]> {
  const codes = await obtainCodes(engine, client, count, size, run);
  return Promise.all(
    codes.slice(0, count).map(async (code) => {
      const { method, path, headers, body } = codeExchange(engine, client, code);
      const url = `http://${engine.host}${path}`;
      const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
      if (!response.ok) throw new Error(`${engine.name}: ${response.status} ${await response.text()}`);
      return (await response.json()) as Grant;
    }),
  );
}
