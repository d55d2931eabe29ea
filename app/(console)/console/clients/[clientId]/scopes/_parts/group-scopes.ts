import type { ScopeChoice } from "@/lib/clients/client-scopes";
import type { Words } from "@/lib/i18n/words";

/** Scopes by what they open: signing in, this portal's own API, then each other API. */
export function groupScopes(
  choices: readonly ScopeChoice[],
  words: Words,
): { group: string; choices: ScopeChoice[] }[] {
  const texts = words.console.scopes;
  const groups = new Map<string, ScopeChoice[]>([[texts.signInGroup, []]]);
  for (const choice of choices) {
    const group = choice.resourceName ?? (choice.name.includes(":") ? texts.portalGroup : texts.signInGroup);
    groups.set(group, [...(groups.get(group) ?? []), choice]);
  }
  return [...groups].map(([group, list]) => ({ group, choices: list })).filter((each) => each.choices.length > 0);
}
