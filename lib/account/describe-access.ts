import type { AllowedScope, ConnectedApp } from "../db/people/consents";
import type { Words } from "../i18n/words";

/** One line about what an app may do. */
export interface AccessSummary {
  /** it only learns who the person is */
  isSignInOnly: boolean;
  canChange: boolean;
  /** titles of its permissions beyond sign-in, most important first; null: no longer in the catalogue */
  titles: (string | null)[];
}

const weight: Record<AllowedScope["risk"], number> = { sensitive: 3, change: 2, read: 1, identity: 0 };

/** In the order of the consent page: who the person is, then by risk; staying connected comes last. */
export function orderScopes(scopes: readonly AllowedScope[]): AllowedScope[] {
  const position = (scope: AllowedScope) => (scope.name === "offline_access" ? 4 : weight[scope.risk]);
  return scopes.toSorted((a, b) => position(a) - position(b));
}

/** Staying connected is nothing that an app does with the account, so it does not count as a permission here. */
export function summarizeAccess(app: Pick<ConnectedApp, "scopes" | "resources">, words: Words): AccessSummary {
  const { scopes } = app;
  const apis = listApisWithoutScope(app).map(words.account.app.api);
  const beyond = scopes
    .filter((scope) => scope.risk !== "identity" && scope.name !== "offline_access")
    .toSorted((a, b) => weight[b.risk] - weight[a.risk]);
  return {
    isSignInOnly: beyond.length === 0 && apis.length === 0,
    canChange: beyond.some((scope) => weight[scope.risk] >= weight.change),
    titles: [...beyond.map((scope) => scope.title), ...apis],
  };
}

/**
 * The names of the APIs that an app may use without any of their permissions; the address of an API that is no longer
 * registered.
 */
export function listApisWithoutScope({ scopes, resources }: Pick<ConnectedApp, "scopes" | "resources">): string[] {
  const named = resources.map(({ identifier, name }) => name ?? identifier);
  return named.filter((name) => !scopes.some((scope) => scope.resourceName === name));
}

/** The hosts that an app may send people to, or its private-use schemes (RFC 8252 §7.1). */
export function listDestinations(redirectUris: readonly string[]): string[] {
  const hosts = redirectUris
    .filter((uri) => URL.canParse(uri))
    .map((uri) => {
      const url = new URL(uri);
      return url.host || `${url.protocol}//`;
    });
  return [...new Set(hosts)];
}
