import type { Words } from "@/lib/i18n/words";

/** What happened, in words; a type that the catalogue does not have stands for itself. */
export function describeEvent(type: string, words: Words): string {
  const { events, refusedAt } = words.admin.audit;
  const known: Readonly<Record<string, string>> = events;
  if (Object.hasOwn(known, type)) return known[type] ?? type;
  return type.endsWith(".refused") ? refusedAt(type.slice(0, -".refused".length)) : type;
}
