import type { InspectedRequest } from "@/lib/clients/inspect-requests";
import type { Words } from "@/lib/i18n/words";
import { endpointName } from "./endpoint-name";

/** What a request was, in words. */
export function describeStep({ type, endpoint }: InspectedRequest, words: Words): string {
  const texts = words.console.events;
  const known: Readonly<Record<string, string>> = texts.steps;
  return (Object.hasOwn(known, type) ? known[type] : undefined) ?? texts.refusedAt(endpointName(endpoint, words));
}

/** What else is known about a request: its values, if it was answered, and its id, each with its name. */
export function describeDetails({ data, problem, requestId }: InspectedRequest, words: Words): [string, string][] {
  const texts = words.console.events;
  const id: [string, string][] = requestId === null ? [] : [[texts.requestId, requestId]];
  if (problem) return id;
  const values = (Object.keys(texts.details) as (keyof typeof texts.details)[]).flatMap((name): [string, string][] => {
    const value = toText(data[name], texts);
    return value === null ? [] : [[texts.details[name], value]];
  });
  return [...values, ...id];
}

function toText(value: unknown, { yes, no }: Words["console"]["events"]): string | null {
  if (typeof value === "boolean") return value ? yes : no;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(" ");
  return typeof value === "string" && value !== "" ? value : null;
}
