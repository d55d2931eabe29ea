import { authorizeQuery } from "../engines/authorize-request";
import type { Engine } from "../engines/engine";
import type { LoadPlan } from "../load/plan";
import type { ClientName } from "../peers/bench-clients";
import { allPeers, planFor, type RunLoad, type WindowSize, type Workload } from "./workload";

function authorizePlan(engine: Engine, client: ClientName, size: WindowSize): LoadPlan {
  const path = `${engine.endpoints.authorize}?${authorizeQuery(engine.clients[client].clientId)}`;
  const headers = { accept: "text/html", "sec-fetch-dest": "document", "sec-fetch-mode": "navigate" };
  const requests = engine.browsers.map((cookie) => ({ method: "GET" as const, path, headers: { ...headers, cookie } }));
  return { ...planFor(engine, size), check: "code", requests, mode: "repeat" };
}

/** Codes for one client, by the engine's authorization endpoint; fewer where it is slow. They live for a minute. */
export async function obtainCodes(
  engine: Engine,
  client: ClientName,
  count: number,
  size: WindowSize,
  run: RunLoad,
): Promise<string[]> {
  const plan = authorizePlan(engine, client, { ...size, seconds: 10 });
  const { collected } = await run({ ...plan, limit: count, isCollecting: true });
  return collected;
}

/** A browser with a live session and a remembered consent is sent to the client with a code. */
export const authorize: Workload = {
  name: "authorize",
  title: "authorize, remembered consent",
  engines: allPeers,
  prepare: async (engine, size) => authorizePlan(engine, "web", size),
};
