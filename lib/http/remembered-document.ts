import { isDatabaseAway } from "../db/outage";
import type { OAuthContext } from "../oauth/context";
import { answerDocument } from "../oauth/document";

type Handler = (request: Request, context: OAuthContext) => Promise<Response>;

/** Milliseconds for which a remembered document is not taken anew. */
const lifetimeMs = 1_000;

/**
 * A public document that is answered from memory while the database is away: apps that check tokens by themselves, and
 * those that only start, need nothing else of the portal.
 */
export function rememberDocument(handle: Handler): Handler {
  let last: { document: object; until: number } | null = null;
  return async (request, context) => {
    try {
      const response = await handle(request, context);
      if (response.status === 200 && (last === null || last.until <= performance.now()))
        last = { document: await response.clone().json(), until: performance.now() + lifetimeMs };
      return response;
    } catch (error) {
      if (last === null || !isDatabaseAway(error)) throw error;
      return answerDocument(request, last.document);
    }
  };
}
