import { recordEvent } from "../db/audit/events";
import { listScopes, type ScopeDetails } from "../db/clients/scopes";
import { withPending } from "../oauth/client/review";
import type { ClientKind } from "../oauth/model";
import { ADMIN_SCOPE, isOperators, meetsPolicy, PERSON_SCOPES } from "../oauth/tokens/scopes";
import type { ManagedClient, SeenClient } from "./managed-client";
import { done, type Result, refused } from "./result";
import { decideAsShown, type SeenMembers } from "./seen-members";
import { storeChanges } from "./store-changes";

export interface ScopeChoice extends ScopeDetails {
  isChosen: boolean;
  isOptional: boolean;
  /** chosen, but waits for an administrator's review */
  isWaiting: boolean;
  /** may be chosen for this client */
  isAllowed: boolean;
  /** which apps its API admits, if this client is not among them; null: it is */
  keptFor: "review" | "listed" | null;
  /** cannot be optional, because signing in means sharing it */
  isAlwaysRequired: boolean;
}

/** Scopes about a person make no sense where nobody signs in. @see OIDC Core §5.4 */
const ABOUT_PEOPLE = new Set(PERSON_SCOPES);

function isForKind(scope: ScopeDetails, kind: ClientKind): boolean {
  return kind !== "service" || !(ABOUT_PEOPLE.has(scope.name) || scope.claims.length > 0);
}

function toKeptFor(client: Parameters<typeof meetsPolicy>[0], scope: ScopeDetails): ScopeChoice["keptFor"] {
  const { clientPolicy } = scope;
  if (meetsPolicy(client, scope) || (clientPolicy !== "review" && clientPolicy !== "listed")) return null;
  return clientPolicy;
}

/** Every scope that this client could ask for, with its choice. */
export async function findScopeChoices({ actor, client }: SeenClient): Promise<ScopeChoice[]> {
  const scopes = await listScopes();
  // The last choice, even while it waits for an administrator.
  const chosen = withPending(client).scopes;
  return scopes
    .filter((scope) => isForKind(scope, client.kind) || chosen.includes(scope.name))
    .filter((scope) => scope.name !== ADMIN_SCOPE || isOperators(client))
    .map((scope) => ({
      ...scope,
      isChosen: chosen.includes(scope.name),
      isWaiting: chosen.includes(scope.name) && !client.scopes.includes(scope.name),
      isOptional: client.optionalScopes.includes(scope.name),
      // Nobody is asked what a trusted app may do, so only an administrator can give it more.
      isAllowed: (scope.isPublic && !client.isTrusted) || actor.isAdmin || chosen.includes(scope.name),
      keptFor: toKeptFor(client, scope),
      isAlwaysRequired: scope.name === "openid",
    }));
}

/** The members that the form of the scopes shows. */
export const SCOPE_MEMBERS = ["scopes", "optionalScopes"] as const;

/**
 * Sets the scopes that the client may ask for, and which of them people may leave out. Applies from the next request
 * on.
 * @param shown what the form showed: if it is not so any more, nothing is changed
 */
export async function setScopes(
  managed: ManagedClient,
  input: { scopes: string[]; optionalScopes: string[] },
  shown: SeenMembers | null = null,
): Promise<Result<null>> {
  const { actor, clientId } = managed;
  const choices = await findScopeChoices(managed);
  const allowed = new Map(choices.filter((choice) => choice.isAllowed).map((choice) => [choice.name, choice]));
  if (input.scopes.some((name) => !allowed.has(name)))
    return refused("unknown_scope", { fields: { scopes: "unknown_scope" } });
  // The catalogue's order, whatever order the form sent them in.
  const scopes = choices.map((choice) => choice.name).filter((name) => input.scopes.includes(name));
  const optionalScopes = scopes.filter(
    (name) => input.optionalScopes.includes(name) && !allowed.get(name)?.isAlwaysRequired,
  );
  const stored = await storeChanges(managed, (client) =>
    decideAsShown(client, shown, done({ scopes, optionalScopes })),
  );
  if (!stored.ok) return stored;
  if (Object.keys(stored.value).length === 0) return done(null);
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
