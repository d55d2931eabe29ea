import { awaitsPlaygroundAnswer } from "../db/clients/playground-runs";
import { hashSecret } from "../oauth/secrets";
import { findAuthentication } from "./current-user";

/** Where the answers to the playground's authorization requests come to, below the issuer. */
export const PLAYGROUND_CALLBACK_PATH = "/console/playground/callback";

/**
 * Whether the playground began exactly this authorization request in the session of the browser that sent it, and still waits
 * for its answer. Everybody else's requests for its callback are refused like those for any address that is not registered.
 */
export async function isPlaygroundRequest(
  { clientId, query }: { clientId: string; query: string },
  request: Request,
): Promise<boolean> {
  const authentication = await findAuthentication(request);
  if (authentication === null) return false;
  const { sessionId } = authentication;
  return await awaitsPlaygroundAnswer({ clientId, sessionId }, hashSecret(query), new Date());
}
