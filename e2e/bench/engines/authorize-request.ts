import { createHash } from "node:crypto";
import { personScope, redirectUri } from "../peers/bench-clients";

/** One for all requests, as what it costs is hashing it. @see RFC 7636 §4.1 */
export const codeVerifier = "bench-verifier-bench-verifier-bench-verifier-bench";

const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url");

/** The query of the authorization request that every engine gets. */
export function authorizeQuery(clientId: string): string {
  return new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: personScope,
    state: "bench-state",
    nonce: "bench-nonce",
    code_challenge: codeChallenge,
    code_challenge_method: "S256",
  }).toString();
}
