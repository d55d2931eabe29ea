import { type ClientDetails, countSignIns, findClientActivity } from "../db/clients";
import { getEnv } from "../env";
import { type Actor, findManagedClient } from "./authorise";
import { isConfidential, usesRedirectUris } from "./client-kinds";
import { type ClientProblem, countRecentRefusals, findProblems } from "./client-problems";
import { findSecrets, type ShownSecret } from "./client-secrets";
import { findCodeProtection } from "./code-protection";
import { type ShownStatus, statusOf } from "./list-clients";

export type SetupStep = "registered" | "redirectUri" | "secret" | "scopes" | "firstSignIn" | "firstToken" | "links";

export interface ClientOverview {
  client: ClientDetails;
  status: ShownStatus;
  issuer: string;
  /** the newest that works */
  activeSecret: ShownSecret | null;
  needsSecret: boolean;
  steps: { step: SetupStep; isDone: boolean }[];
  signIns: number;
  lastSignInAt: Date | null;
  people: number;
  refusals: number;
  problems: ClientProblem[];
  /** sign-ins of a week that used neither PKCE nor a nonce */
  weakSignIns: number;
}

const weekMs = 7 * 86_400_000;

/** All that the client's first page shows. Null when the client is not the actor's. */
export async function findClientOverview(
  actor: Actor,
  clientId: string,
  now: Date = new Date(),
): Promise<ClientOverview | null> {
  const client = await findManagedClient(actor, clientId);
  if (!client) return null;
  const [secrets, activity, signIns, refusals, found, protection] = await Promise.all([
    findSecrets(actor, clientId, now),
    findClientActivity(clientId),
    countSignIns([clientId], new Date(now.getTime() - weekMs)),
    countRecentRefusals(actor, clientId, now),
    findProblems(actor, clientId, { limit: 3 }, now),
    findCodeProtection(actor, clientId, now),
  ]);
  const active = secrets?.filter((secret) => secret.state === "active") ?? [];
  return {
    client,
    status: statusOf(client),
    issuer: getEnv().issuer,
    activeSecret: active[0] ?? null,
    needsSecret: isConfidential(client),
    steps: stepsOf(client, active, activity.firstSignInAt),
    signIns: signIns.get(clientId) ?? 0,
    lastSignInAt: activity.lastSignInAt,
    people: activity.people,
    refusals,
    problems: found?.problems ?? [],
    weakSignIns: protection?.weakSignIns ?? 0,
  };
}

function stepsOf(client: ClientDetails, active: ShownSecret[], firstSignInAt: Date | null): ClientOverview["steps"] {
  const steps: ClientOverview["steps"] = [{ step: "registered", isDone: true }];
  if (isConfidential(client)) steps.push({ step: "secret", isDone: active.length > 0 });
  if (!usesRedirectUris(client.kind)) {
    const isUsed = active.some((secret) => secret.lastUsedAt !== null);
    return [...steps, { step: "scopes", isDone: client.scopes.length > 0 }, { step: "firstToken", isDone: isUsed }];
  }
  const hasLinks = [client.clientUri, client.policyUri, client.tosUri].every((link) => link !== null);
  return [
    ...steps,
    // A device signs in without one.
    ...(client.kind === "device" ? [] : [{ step: "redirectUri" as const, isDone: client.redirectUris.length > 0 }]),
    { step: "firstSignIn", isDone: firstSignInAt !== null },
    { step: "links", isDone: hasLinks },
  ];
}
