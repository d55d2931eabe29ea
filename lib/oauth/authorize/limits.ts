import type { LimitedStep, OAuthContext } from "../context";
import { tooManyRequests } from "../errors";

/**
 * Throws `temporarily_unavailable` (429) when this sender has caused the step too often. The error becomes a page and
 * never goes to the client, because the person's browser is what has to wait.
 * @see RFC 6585 §4
 */
export async function requireRoom(step: LimitedStep, request: Request, context: OAuthContext): Promise<void> {
  const seconds = await context.limit(step, request);
  if (seconds !== null) throw tooManyRequests(seconds);
}
