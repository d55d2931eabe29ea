import { findClaimRequest } from "../claims";
import type { OAuthContext } from "../context";
import { OAuthError } from "../errors";
import type { AuthorizationParams, Client } from "../model";
import { findOwnJwtPayload } from "../own-jwt";
import type { Params } from "../params";

/**
 * The `sub` of the only person who may be answered, by `id_token_hint` or by the `claims` parameter; null: anybody.
 * Throws `login_required` for what this client cannot have been given.
 * @see OIDC Core §3.1.2.1, §5.5.1
 */
export async function readHintedSubject(
  params: Params,
  claims: AuthorizationParams["claims"],
  client: Client,
  context: OAuthContext,
): Promise<string | null> {
  return (await readHint(params, client, context)) ?? readRequestedSubject(claims);
}

async function readHint(params: Params, client: Client, context: OAuthContext): Promise<string | null> {
  const hint = params.get("id_token_hint");
  if (hint === null) return null;
  const payload = await findOwnJwtPayload(hint, "JWT", context);
  const audience = [payload?.aud ?? []].flat();
  if (typeof payload?.sub !== "string" || !audience.includes(client.clientId)) {
    throw new OAuthError("login_required", "id_token_hint must be an ID token that this client was given");
  }
  return payload.sub;
}

function readRequestedSubject(claims: AuthorizationParams["claims"]): string | null {
  const value =
    findClaimRequest(claims, "id_token", "sub")?.value ?? findClaimRequest(claims, "userinfo", "sub")?.value;
  if (value === undefined) return null;
  // OIDC Core §5.5.1: with a requested sub, only that person may be answered.
  if (typeof value !== "string" || !/^[\x20-\x7e]{1,255}$/.test(value)) {
    throw new OAuthError("login_required", "The sub that claims asks for must be one that this client was given");
  }
  return value;
}
