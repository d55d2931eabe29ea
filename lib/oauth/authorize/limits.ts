import type { LimitedStep, OAuthContext } from "../context";
import { OAuthError } from "../errors";

/**
 * Throws `temporarily_unavailable` (429) when this sender has caused the step too often. It becomes a page, and never
 * goes to the client: it is the person's browser that has to wait.
 * @see RFC 6585 §4
 */
export async function requireRoom(step: LimitedStep, request: Request, context: OAuthContext): Promise<void> {
  const seconds = await context.limit(step, request);
  if (seconds === null) return;
  const description = `Too many requests from this address: wait ${seconds} seconds`;
  throw new OAuthError("temporarily_unavailable", description, {
    cause: "too_many_requests",
    status: 429,
    retryAfter: seconds,
  });
}
