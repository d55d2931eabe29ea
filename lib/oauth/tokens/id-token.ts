import { hash } from "node:crypto";
import type { OAuthContext } from "../context";
import type { Client, Grant, SigningAlg, Subject } from "../model";
import { listClaimsOfScopes, listReleasableClaims, readClaims, withoutForbiddenClaims } from "./claims";
import { listClaimScopes } from "./scopes";
import { subjectFor } from "./subject";

/** Lifetime of an ID token, in seconds. */
export const ID_TOKEN_TTL = 3600;

/**
 * Signs an ID token. It says who signed in, when, and in which session. Claims such as the name come from userinfo,
 * unless the client's settings or the `claims` parameter ask for them here.
 * @param scopes whose claims may be in the token: the granted scopes that this answer covers
 * @param accessToken issued with it; null: none, so the ID token carries the claims of the scopes
 * @param code issued with it, in the same answer of the authorization endpoint
 * @param nonce of the authorization request; null on a refresh (OIDC Core §12.2)
 * @see OIDC Core §2, §3.1.3.6
 */
export async function createIdToken(
  {
    client,
    grant,
    scopes,
    subject,
    nonce,
    accessToken,
    code = null,
  }: {
    client: Client;
    grant: Grant;
    scopes: readonly string[];
    subject: Subject;
    nonce: string | null;
    accessToken: string | null;
    code?: string | null;
  },
  context: Pick<OAuthContext, "derive" | "issuer" | "keys" | "now" | "store">,
): Promise<string> {
  const issuedAt = Math.floor(context.now().getTime() / 1000);
  // OIDC Core §5.4: without an access token, the client cannot ask userinfo. Many libraries never ask it anyway.
  const isWhole = client.idTokenClaims || (accessToken === null && code === null);
  const ofScopes = isWhole ? listClaimsOfScopes(scopes, await context.store.findScopes([...scopes])) : [];
  const asked = withoutForbiddenClaims(grant.claims, listClaimScopes(client));
  const names = [...ofScopes, ...(await listReleasableClaims(asked, "id_token", context.store))];
  const payload = {
    ...(await readClaims(subject, names, context)),
    iss: context.issuer,
    sub: subjectFor(client, subject.userId, context),
    aud: client.clientId,
    iat: issuedAt,
    exp: issuedAt + ID_TOKEN_TTL,
    auth_time: Math.floor(grant.authenticatedAt.getTime() / 1000),
    // JSON leaves out undefined members.
    nonce: nonce ?? undefined,
    sid: grant.sessionId ?? undefined,
    acr: grant.acr ?? undefined,
    amr: grant.amr.length > 0 ? grant.amr : undefined,
    at_hash: accessToken === null ? undefined : halfHash(accessToken, client.idTokenSignedResponseAlg),
    c_hash: code === null ? undefined : halfHash(code, client.idTokenSignedResponseAlg),
  };
  return await context.keys.sign(payload, { alg: client.idTokenSignedResponseAlg, typ: "JWT" });
}

// OIDC Core §3.1.3.6: the left half of a hash. The name of the signature's algorithm ends with the size of the hash;
// Ed25519 uses SHA-512 (RFC 8032 §5.1).
function halfHash(token: string, alg: SigningAlg): string {
  const digest = hash(alg === "EdDSA" ? "sha512" : "sha256", token, "buffer");
  return digest.subarray(0, digest.length / 2).toString("base64url");
}
