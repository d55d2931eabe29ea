import type { OAuthContext } from "../context";
import type { Client } from "../model";
import { newUuid } from "../secrets";
import { subjectFor } from "../tokens/subject";

/** Lifetime of a logout token, in seconds. @see OpenID Connect Back-Channel Logout §2.4 (two minutes at most) */
export const LOGOUT_TOKEN_TTL = 120;

const EVENT = "http://schemas.openid.net/event/backchannel-logout";

/**
 * A token that tells a client that a session ended. It never holds a nonce, so that it cannot pass for an ID token.
 * @see OpenID Connect Back-Channel Logout §2.4
 */
export async function createLogoutToken(
  { client, userId, sessionId }: { client: Client; userId: string; sessionId: string },
  context: Pick<OAuthContext, "issuer" | "keys" | "now" | "random" | "derive">,
): Promise<string> {
  const issuedAt = Math.floor(context.now().getTime() / 1000);
  const payload = {
    iss: context.issuer,
    sub: subjectFor(client, userId, context),
    aud: client.clientId,
    iat: issuedAt,
    exp: issuedAt + LOGOUT_TOKEN_TTL,
    jti: newUuid(context),
    sid: sessionId,
    events: { [EVENT]: {} },
  };
  // OpenID Connect Back-Channel Logout §2.4: the algorithm is that of the client's ID tokens.
  return await context.keys.sign(payload, { alg: client.idTokenSignedResponseAlg, typ: "logout+jwt" });
}
