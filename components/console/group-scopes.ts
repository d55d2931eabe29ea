import type { ScopeChoice } from "@/lib/console/client-scopes";
import { getWords } from "@/lib/i18n/words";

/** Scopes by what they open: signing in, this portal's own API, then each other API. */
export function groupScopes(choices: readonly ScopeChoice[]): { group: string; choices: ScopeChoice[] }[] {
  const words = getWords().console.scopes;
  const groups = new Map<string, ScopeChoice[]>([[words.signInGroup, []]]);
  for (const choice of choices) {
    const group = choice.resourceName ?? (choice.name.includes(":") ? words.portalGroup : words.signInGroup);
    groups.set(group, [...(groups.get(group) ?? []), choice]);
  }
  return [...groups].map(([group, list]) => ({ group, choices: list })).filter((each) => each.choices.length > 0);
}
