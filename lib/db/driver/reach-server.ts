import { DatabaseError } from "./database-error";
import { findPoolerProblem } from "./pooler-mode";
import { type ConnectionSettings, createServerClient, type ServerClient, type Session } from "./server-client";
import type { ServerHosts } from "./server-hosts";
import { waitForRoom } from "./wait-for-room";

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "");

/** Some errors of a connection have a code and no message. */
const messageOf = (error: unknown) =>
  error instanceof Error ? error.message || codeOf(error) || error.name : String(error);

/** None of several servers can be used. */
class ServersError extends Error {
  override name = "ServersError";
  /** the code that all of them have in common, or "" */
  readonly code: string;

  constructor(failures: readonly { name: string; error: unknown }[]) {
    super(failures.map(({ name, error }) => `${name}: ${messageOf(error)}`).join("; "));
    const codes = new Set(failures.map(({ error }) => codeOf(error)));
    this.code = codes.size === 1 ? ([...codes][0] ?? "") : "";
  }
}

/**
 * A connection to the first of the servers that can be used; all later ones go to the same.
 * @throws the error of the only server, or one that names each
 */
export async function connectToFirst(hosts: ServerHosts, settings: ConnectionSettings): Promise<ServerClient> {
  const failures: { name: string; error: unknown }[] = [];
  for (;;) {
    const { name } = hosts;
    try {
      return await createServerClient(hosts, settings).connect();
    } catch (error) {
      if (!hosts.moveOn(error)) continue;
      failures.push({ name, error });
      if (failures.length < hosts.count) continue;
      throw failures.length === 1 ? error : new ServersError(failures);
    }
  }
}

/** Why a session cannot serve the portal, as a sentence; null when it can. */
export function findSessionProblem({ zone, clientEncoding, serverEncoding }: Session): string | null {
  if (!isUtc(zone)) {
    return `its sessions stay in the time zone ${zone}, although each asks for UTC: let whatever is in between pass SET on`;
  }
  if (clientEncoding !== "UTF8" || serverEncoding !== "UTF8") {
    return `it keeps text as ${serverEncoding}, which cannot hold every name: make it with ENCODING 'UTF8' TEMPLATE template0`;
  }
  return null;
}

/** Whether a time zone is UTC, by any of its names. */
export const isUtc = (zone: string) => /^(Etc\/)?(UTC|GMT|UCT|Zulu)$/i.test(zone);

/**
 * Finds the server that the portal works on, and looks whether it can.
 * @returns what its sessions are
 * @throws {DatabaseError} with one sentence when there is none, or it lacks what the portal needs
 */
export async function reachServer(
  hosts: ServerHosts,
  settings: ConnectionSettings,
): Promise<Pick<Session, "isPooled">> {
  const client = await waitForRoom(() => connectToFirst(hosts, settings)).catch((cause: unknown) => {
    const sentence =
      hosts.count === 1
        ? `The database at ${hosts.names} does not answer: ${messageOf(cause)}.`
        : `None of the databases at ${hosts.names} can be used: ${messageOf(cause)}.`;
    throw new DatabaseError(sentence, { cause });
  });
  try {
    const { session } = client;
    const problem = (session && findSessionProblem(session)) ?? (await findPoolerProblem(client, hosts, settings));
    if (problem !== null) throw new DatabaseError(`The database at ${hosts.name} cannot be used: ${problem}.`);
    return { isPooled: session?.isPooled ?? false };
  } finally {
    await client.end();
  }
}
