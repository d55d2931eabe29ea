import type { NewEvent } from "./catalogue";
import { NORMAL_CAUSES } from "./normal-causes";

/** What is counted of an app's requests. */
export type UsageMeasure = "sign_in" | "token" | "error" | "token_ms" | "people";

/** How a sign-in ended: the app got a code, the person said no, or the request was refused. */
export type SignInEnd = "done" | "refused" | "failed";

/** Upper bounds, in milliseconds, of how long the token endpoint took. What took longer counts as `LONGER`. */
export const TOKEN_MS = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 10_000,
] as const;

/** The name of the last group of times. */
export const LONGER = "longer";

/** Counts one more of each of these. */
export type Count = (measure: UsageMeasure, name: string) => void;

/**
 * What an event adds to the usage of its app, besides its person.
 * @param milliseconds that the request took; null: unknown
 */
export function countUsage(event: NewEvent, milliseconds: number | null, count: Count): void {
  const { type, outcome } = event;
  if (type === "token.issued") {
    count("token", event.data.grantType);
    if (milliseconds !== null) count("token_ms", boundOf(milliseconds));
  } else if (type === "authorize.allowed") {
    count("sign_in", "done" satisfies SignInEnd);
  } else if (type === "authorize.denied") {
    count("sign_in", "refused" satisfies SignInEnd);
  } else if (outcome !== "ok") {
    // Of a replay there is an event besides the refusal.
    if (type === "code.reused" || type === "refresh_token.reused") return;
    const { cause }: Record<string, unknown> = event.data ?? {};
    // An app that asks silently, in vain, has no sign-in that failed.
    if (NORMAL_CAUSES.some((each) => each === cause)) return;
    if (type === "authorize.refused") count("sign_in", "failed" satisfies SignInEnd);
    if (typeof cause === "string") count("error", cause);
  }
}

function boundOf(milliseconds: number): string {
  for (const bound of TOKEN_MS) if (milliseconds <= bound) return String(bound);
  return LONGER;
}
