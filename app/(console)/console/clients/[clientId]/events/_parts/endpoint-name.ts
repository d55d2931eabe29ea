import type { Words } from "@/lib/i18n/words";

/** What an endpoint is called; one without words of its own stands for itself. */
export function endpointName(endpoint: string, words: Words): string {
  const known: Readonly<Record<string, string>> = words.console.events.endpoints;
  return (Object.hasOwn(known, endpoint) ? known[endpoint] : undefined) ?? endpoint;
}
