import { recordEvent } from "../db/audit-events";
import { listScopes, type ScopeDetails } from "../db/scopes";
import type { ClientKind } from "../oauth/model";
import { withPending } from "../oauth/register/review";
import { meetsPolicy } from "../oauth/scopes";
import { type Actor, findManagedClient } from "./authorise";
import { done, type Result, refused } from "./result";
import { storeChanges } from "./store-changes";

export interface ScopeChoice extends ScopeDetails {
  isChosen: boolean;
  isOptional: boolean;
  /** chosen, and not to be had before an administrator looked at it */
  isWaiting: boolean;
  /** may be chosen for this client */
  isAllowed: boolean;
  /** who its API lets in, where that is not this client as it is now; null: it does */
  keptFor: "review" | "listed" | null;
  /** cannot be made optional: signing in means sharing it */
  isAlwaysRequired: boolean;
}

/** Scopes about a person make no sense where nobody signs in. @see OIDC Core §5.4 */
const aboutPeople = new Set(["openid", "profile", "email", "address", "phone", "offline_access"]);

function isForKind(scope: ScopeDetails, kind: ClientKind): boolean {
  return kind !== "service" || !aboutPeople.has(scope.name);
}

function toKeptFor(client: Parameters<typeof meetsPolicy>[0], scope: ScopeDetails): ScopeChoice["keptFor"] {
  const { clientPolicy } = scope;
  if (meetsPolicy(client, scope) || (clientPolicy !== "review" && clientPolicy !== "listed")) return null;
  return clientPolicy;
}

/** Every scope that this client could ask for, with its choice. Null when the client is not the actor's. */
export async function findScopeChoices(actor: Actor, clientId: string): Promise<ScopeChoice[] | null> {
  const client = await findManagedClient(actor, clientId);
  if (!client) return null;
  const scopes = await listScopes();
  // What was chosen last, also while it waits for an administrator.
  const chosen = withPending(client).scopes;
  return scopes
    .filter((scope) => isForKind(scope, client.kind) || chosen.includes(scope.name))
    .map((scope) => ({
      ...scope,
      isChosen: chosen.includes(scope.name),
      isWaiting: chosen.includes(scope.name) && !client.scopes.includes(scope.name),
      isOptional: client.optionalScopes.includes(scope.name),
      // Nobody is asked about what a trusted app may do: only an administrator gives it more.
      isAllowed: (scope.isPublic && !client.isTrusted) || actor.isAdmin || chosen.includes(scope.name),
      keptFor: toKeptFor(client, scope),
      isAlwaysRequired: scope.name === "openid",
    }));
}

/** Sets what the client may ask for, and which of it people may leave out. It counts from the next request on. */
export async function setScopes(
  actor: Actor,
  clientId: string,
  input: { scopes: string[]; optionalScopes: string[] },
): Promise<Result<null>> {
  const choices = await findScopeChoices(actor, clientId);
  if (!choices) return refused("not_found");
  const allowed = new Map(choices.filter((choice) => choice.isAllowed).map((choice) => [choice.name, choice]));
  if (input.scopes.some((name) => !allowed.has(name)))
    return refused("unknown_scope", { fields: { scopes: "unknown_scope" } });
  // The catalogue's order, whatever order the form sent them in.
  const scopes = choices.map((choice) => choice.name).filter((name) => input.scopes.includes(name));
  const optionalScopes = scopes.filter(
    (name) => input.optionalScopes.includes(name) && !allowed.get(name)?.isAlwaysRequired,
  );
  const client = await findManagedClient(actor, clientId);
  if (!client || !(await storeChanges(actor, client, { scopes, optionalScopes }))) return refused("not_found");
  await recordEvent(
    {
      type: "client.scopes_changed",
      outcome: "ok",
      clientId,
      userId: actor.userId,
      data: { scopes, optionalScopes },
    },
    actor.source,
  );
  return done(null);
}
