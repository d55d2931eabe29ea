import type { AllowedScope, ConnectedApp } from "../db/consents";
import { getWords } from "../i18n/words";

/** Days without use after which an app is pointed out. */
export const unusedAfterDays = 90;

/** One line about what an app may do. */
export interface AccessSummary {
  /** it only learns who the person is */
  isSignInOnly: boolean;
  canChange: boolean;
  /** titles of what it may do beyond sign-in, the weightiest first; null: no longer in the catalogue */
  titles: (string | null)[];
}

const weight: Record<AllowedScope["risk"], number> = { sensitive: 3, change: 2, read: 1, identity: 0 };

/** In the order in which the consent page names them: who the person is, then by weight; staying connected comes last. */
export function orderScopes(scopes: readonly AllowedScope[]): AllowedScope[] {
  const position = (scope: AllowedScope) => (scope.name === "offline_access" ? 4 : weight[scope.risk]);
  return scopes.toSorted((a, b) => position(a) - position(b));
}

/** Staying connected is not a thing an app does with the account, so it does not count as one. */
export function summarizeAccess(app: Pick<ConnectedApp, "scopes" | "resources">): AccessSummary {
  const { scopes } = app;
  const apis = listApisWithoutScope(app).map(getWords().account.app.api);
  const beyond = scopes
    .filter((scope) => scope.risk !== "identity" && scope.name !== "offline_access")
    .toSorted((a, b) => weight[b.risk] - weight[a.risk]);
  return {
    isSignInOnly: beyond.length === 0 && apis.length === 0,
    canChange: beyond.some((scope) => weight[scope.risk] >= weight.change),
    titles: [...beyond.map((scope) => scope.title), ...apis],
  };
}

/** The APIs that an app may use without any permission of theirs, by name; those that are no longer registered by address. */
export function listApisWithoutScope({ scopes, resources }: Pick<ConnectedApp, "scopes" | "resources">): string[] {
  const named = resources.map(({ identifier, name }) => name ?? identifier);
  return named.filter((name) => !scopes.some((scope) => scope.resourceName === name));
}

/** Whether nobody has used this access for `unusedAfterDays`. */
export function isUnused(app: Pick<ConnectedApp, "allowedAt" | "lastUsedAt">, now: Date): boolean {
  const last = app.lastUsedAt ?? app.allowedAt;
  return now.getTime() - last.getTime() > unusedAfterDays * 86_400_000;
}

/** Hosts that an app may send people to; a private-use scheme (RFC 8252 §7.1) stands for itself. */
export function listDestinations(redirectUris: readonly string[]): string[] {
  const hosts = redirectUris
    .filter((uri) => URL.canParse(uri))
    .map((uri) => {
      const url = new URL(uri);
      return url.host || `${url.protocol}//`;
    });
  return [...new Set(hosts)];
}
