import { isVerifiedFor } from "../client/review";
import type { OAuthContext } from "../context";
import type { AuthorizationRequest, Client, Consent, Scope, Subject } from "../model";
import { hashSecret } from "../secrets";
import { type ConsentLifetime, findMaximum, type LifetimeMaximum, listLifetimes } from "./consent-lifetime";
import { listAskedResources, listAskedScopes } from "./decide";

/** One line of the consent page. */
export interface ConsentItem {
  scope: Scope;
  /** name of its API; null: the scope is about the person */
  resourceName: string | null;
  /** the person may leave it out */
  isOptional: boolean;
  /** when the person allowed it before; null: never */
  grantedAt: Date | null;
}

/** An API that the request names and that the app would get tokens for. */
export interface ConsentResource {
  identifier: string;
  name: string;
  /** it was allowed before */
  isGranted: boolean;
}

/** What a person decides about. */
export interface ConsentPage {
  subject: Subject;
  scopes: ConsentItem[];
  resources: ConsentResource[];
  /** what the person allowed before and the request replaces: a yes that is remembered ends it */
  replaced: Scope[];
  /** for how long the person can allow it; null as `maximum`: as long as they like */
  lifetimes: { offered: ConsentLifetime[]; maximum: LifetimeMaximum | null };
  /**
   * identifies what the page shows; it changes with the app, with what it asks for, with the words for that, and with
   * the person
   */
  revision: string;
}

/** What the consent page shows this person about a request; null when the account is gone. */
export async function readConsentPage(
  { request, client, consent }: { request: AuthorizationRequest; client: Client; consent: Consent | null },
  userId: string,
  context: OAuthContext,
): Promise<ConsentPage | null> {
  const subject = await context.store.findSubject(userId);
  if (subject === null) return null;
  const asked = listAskedScopes(request, client);
  const known = await context.store.findScopes(asked);
  const identifiers = listAskedResources(request, context.issuer);
  const ofScopes = known.flatMap((scope) => scope.resourceIdentifier ?? []);
  const names = await findResourceNames([...identifiers, ...ofScopes], context);
  const scopes = asked.flatMap((name) => {
    const scope = known.find((each) => each.name === name);
    if (scope === undefined) return [];
    const grantedAt = consent?.scopes.find((each) => each.name === name)?.grantedAt ?? null;
    const resourceName = names.get(scope.resourceIdentifier ?? "") ?? null;
    return [{ scope, resourceName, isOptional: client.optionalScopes.includes(name), grantedAt }];
  });
  const resources = identifiers.map((identifier) => {
    const isGranted = consent?.resources.includes(identifier) ?? false;
    return { identifier, name: names.get(identifier) ?? identifier, isGranted };
  });
  const maximum = findMaximum(client.maxConsentDays, context.maxConsentDays);
  const lifetimes = { offered: listLifetimes(maximum), maximum };
  const replaced = await context.store.findScopes(listReplaced(request, consent, asked));
  const revision = describeRevision({ request, client, userId, scopes, resources, replaced, lifetimes });
  return { subject, scopes, resources, replaced, lifetimes, revision };
}

/** @see Grant Management for OAuth 2.0 §5.1 */
function listReplaced({ grantManagement }: AuthorizationRequest, consent: Consent | null, asked: string[]): string[] {
  if (grantManagement === null || grantManagement.action === "merge") return [];
  return (consent?.scopes ?? []).map(({ name }) => name).filter((name) => !asked.includes(name));
}

/** Leaves out what was allowed before, so that a yes in another window does not change it. */
function describeRevision({
  request,
  client,
  userId,
  scopes,
  resources,
  replaced,
  lifetimes,
}: { request: AuthorizationRequest; client: Client; userId: string } & Omit<ConsentPage, "subject" | "revision">) {
  const { name, publisher, clientUri, policyUri, tosUri } = client;
  return hashSecret(
    JSON.stringify([
      userId,
      [name, publisher, clientUri, policyUri, tosUri, isVerifiedFor(client, request)],
      scopes.map(({ scope, resourceName, isOptional }) => [
        scope.name,
        scope.title,
        scope.detail,
        scope.texts,
        scope.risk,
        scope.claims,
        scope.resourceIdentifier,
        resourceName,
        isOptional,
      ]),
      resources.map((resource) => [resource.identifier, resource.name]),
      lifetimes.offered,
      replaced.map(({ name }) => name),
    ]),
  );
}

/** The names of APIs, by their identifiers. */
async function findResourceNames(identifiers: string[], context: OAuthContext): Promise<Map<string, string>> {
  const found = await Promise.all([...new Set(identifiers)].map((each) => context.store.findResource(each)));
  return new Map(found.flatMap((resource) => (resource ? [[resource.identifier, resource.name] as const] : [])));
}
