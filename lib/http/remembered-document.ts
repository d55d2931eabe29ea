import { isDatabaseAway } from "../db/driver/outage";
import type { Endpoint } from "../oauth/feature";
import { answerDocument } from "../oauth/wire/document";

/** How long a remembered document is not refreshed, in milliseconds. */
const LIFETIME_MS = 1_000;

/**
 * A public document that is answered from memory while the database is away. Apps that check tokens by themselves, and
 * apps that are just starting, need nothing else from the portal.
 */
export function rememberDocument(handle: Endpoint["handle"]): Endpoint["handle"] {
  let last: { document: object; until: number } | null = null;
  return async (request, context) => {
    try {
      const response = await handle(request, context);
      if (response.status === 200 && (last === null || last.until <= performance.now()))
        last = { document: await response.clone().json(), until: performance.now() + LIFETIME_MS };
      return response;
    } catch (error) {
      if (last === null || !isDatabaseAway(error)) throw error;
      return answerDocument(request, last.document);
    }
  };
}
