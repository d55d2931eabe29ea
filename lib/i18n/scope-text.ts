import type { Scope, ScopeText } from "@/lib/oauth/model";
import type { Words } from "./words";

/**
 * What people read about a scope: the operator's words in their language, otherwise the operator's words in any
 * language, otherwise the portal's own. A scope without words is shown by its name.
 */
export function describeScope(scope: Pick<Scope, "name" | "title" | "detail" | "texts">, words: Words): ScopeText {
  const { name, title, detail, texts } = scope;
  const translated = texts[words.common.language];
  if (translated) return translated;
  if (title !== null) return { title, detail };
  const own: Readonly<Record<string, ScopeText>> = words.scopes;
  return (Object.hasOwn(own, name) ? own[name] : null) ?? { title: name, detail: null };
}

/**
 * Whether a text is the portal's own text for a scope in one of these catalogues, so that nobody needs to translate it.
 */
export function isOwnText(name: string, { title, detail }: ScopeText, catalogues: readonly Words[]): boolean {
  return catalogues.some(({ scopes }) => {
    const own: ScopeText | undefined = Object.hasOwn(scopes, name) ? scopes[name as keyof typeof scopes] : undefined;
    return own?.title === title && own.detail === detail;
  });
}
