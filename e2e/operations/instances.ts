import { Portal } from "../fixtures/portal";
import { findFreePort, type ServerProcess } from "../fixtures/process";
import { Balancer } from "./balancer";

/** Two instances of one portal on one database, behind one address. */
export interface Instances {
  /** for the command line, and the first instance */
  portal: Portal;
  /** the address of both */
  url: string;
  /** the address of each */
  urls: string[];
  /** what each has printed */
  outputs: () => string[];
  stop: () => Promise<void>;
}

export async function startInstances(databaseUrl: string, changes: Record<string, string> = {}): Promise<Instances> {
  const balancer = await Balancer.open();
  let portal: Portal | undefined;
  let second: ServerProcess | undefined;
  const stop = async () => {
    balancer.close();
    await second?.stop();
    await portal?.stop();
  };
  try {
    portal = await Portal.start({ DATABASE_URL: databaseUrl, PORTICO_ISSUER: balancer.url, ...changes });
    const port = String(await findFreePort());
    const secondUrl = `http://localhost:${port}`;
    second = portal.startBeside(["lib/server/start.mjs"], { PORT: port });
    await second.waitFor(`${secondUrl}/.well-known/openid-configuration`);
    const urls = [portal.url, secondUrl];
    balancer.ports = urls.map((url) => Number(new URL(url).port));
    const [first, other] = [portal, second];
    return { portal, url: balancer.url, urls, outputs: () => [first.output, other.output], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
