import type { Actor } from "../auth/actor";
import { isConfidential } from "../clients/client-kinds";
import { listClients } from "../clients/list-clients";
import { SeenClient } from "../clients/managed-client";
import { type ExampleApp, inventedApp } from "./requests";

/** The most apps to choose from; more are in the console. */
const MOST_APPS = 50;

/** The apps that a reader registered or works on, and the one whose values the page shows. */
export interface ReaderApps {
  apps: readonly { clientId: string; name: string }[];
  /** null: the reader has no app */
  chosen: { clientId: string; name: string; redirectUris: readonly string[] } | null;
  /** the values that the page shows */
  shown: ExampleApp;
}

/**
 * The apps of somebody who reads the documentation: their own and those of their teams, for an administrator too.
 * @param wanted the client ID that the address names; otherwise the app that changed last is shown
 */
export async function findReaderApps(
  actor: Actor,
  wanted: string | null,
  issuer: string,
  now: Date = new Date(),
): Promise<ReaderApps> {
  const developer: Actor = { userId: actor.userId, isAdmin: false, source: actor.source };
  const { clients } = await listClients(developer, {}, now);
  const apps = clients
    .toSorted((one, other) => other.updatedAt.getTime() - one.updatedAt.getTime())
    .slice(0, MOST_APPS)
    .map(({ clientId, name }) => ({ clientId, name }));
  const found = apps.find(({ clientId }) => clientId === wanted) ?? apps[0];
  const seen = found ? await SeenClient.find(developer, found.clientId) : null;
  if (!seen) return { apps, chosen: null, shown: inventedApp(issuer) };
  const { clientId, name, redirectUris } = seen.client;
  const { redirectUri } = inventedApp(issuer);
  return {
    apps,
    chosen: { clientId, name, redirectUris },
    shown: {
      issuer,
      clientId,
      redirectUri: redirectUris[0] ?? redirectUri,
      isConfidential: isConfidential(seen.client),
    },
  };
}
