import { isConfidential, usesRedirectUris } from "../clients/client-kinds";
import { findSecrets, type ShownSecret } from "../clients/client-secrets";
import { type GroupedProblem, groupProblems, requestFilterSchema } from "../clients/inspect-requests";
import { type ShownStatus, statusOf } from "../clients/list-clients";
import type { SeenClient } from "../clients/managed-client";
import { findClientActivity } from "../db/clients/client-use";
import type { ClientDetails } from "../db/clients/clients";
import { getEnv } from "../env";
import { countRecentRefusals } from "./client-problems";
import { findCodeProtection } from "./code-protection";

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
  /** the newest ones, the same problem once */
  problems: GroupedProblem[];
  /** sign-ins of a week that used neither PKCE nor a nonce */
  weakSignIns: number;
}

const SHOWN_PROBLEMS = 3;

const WEEK_MS = 7 * 86_400_000;

/** Everything that the client's first page shows. */
export async function findClientOverview(managed: SeenClient, now: Date = new Date()): Promise<ClientOverview> {
  const { client, clientId } = managed;
  const [secrets, activity, refusals, problems, protection] = await Promise.all([
    findSecrets(managed, now),
    findClientActivity(clientId, new Date(now.getTime() - WEEK_MS)),
    countRecentRefusals(managed, now),
    groupProblems(managed, requestFilterSchema.parse({}), SHOWN_PROBLEMS),
    findCodeProtection(managed, now),
  ]);
  const active = secrets.filter((secret) => secret.state === "active");
  return {
    client,
    status: statusOf(client),
    issuer: getEnv().issuer,
    activeSecret: active[0] ?? null,
    needsSecret: isConfidential(client),
    steps: stepsOf(client, active, activity.firstSignInAt),
    signIns: activity.signIns,
    lastSignInAt: activity.lastSignInAt,
    people: activity.people,
    refusals,
    problems,
    weakSignIns: protection.weakSignIns,
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
