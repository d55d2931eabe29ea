import type { OAuthContext } from "../context";
import type { Client, Grant } from "../model";
import { ACCESS_TOKEN_PREFIX, hashSecret, newSecret, REFRESH_TOKEN_PREFIX } from "../secrets";
import type { NewAccessToken, NewRefreshToken } from "../store";
import { earlierEnd } from "../tokens/grant-end";
import { statusListUri } from "../tokens/status-lists";
import { subjectFor } from "../tokens/subject";
import type { Audience } from "./audience";

/** How long a refresh token lives after its last use, in seconds: 90 days. Its grant may end earlier. */
export const REFRESH_TOKEN_TTL = 90 * 24 * 60 * 60;

/** A token as its client gets it, and as it is stored. */
export interface Prepared<Row> {
  value: string;
  row: Row;
}

/**
 * The row and the secret of a new access token, before its grant is known. A JWT is stored under the hash of its `jti`,
 * so that it can be found and revoked like any other token, and has a place in a status list of its API: not of userinfo,
 * which the issuer stands for in the audience.
 */
export async function prepareAccessToken(
  audience: Audience,
  context: Pick<OAuthContext, "issuer" | "now" | "random" | "statusLists">,
): Promise<Prepared<NewAccessToken>> {
  const now = context.now();
  const api = audience.identifiers.find((identifier) => identifier !== context.issuer);
  const isJwt = audience.format === "jwt" && api !== undefined;
  const handle = newSecret(isJwt ? "" : ACCESS_TOKEN_PREFIX, context);
  const expiresAt = new Date(now.getTime() + audience.ttl * 1000);
  const place = isJwt ? await context.statusLists.take(api, expiresAt) : NO_PLACE;
  const row: NewAccessToken = {
    tokenHash: hashSecret(handle),
    scopes: audience.scopes,
    audience: audience.identifiers,
    createdAt: now,
    expiresAt,
    revokedAt: null,
    statusListId: place.statusListId,
    statusIndex: place.statusIndex,
  };
  return { value: handle, row };
}

const NO_PLACE = { statusListId: null, statusIndex: null };

/**
 * An access token as its client gets it: opaque, or a signed JWT if the API wants one.
 * @param grant null: the client's own
 * @see RFC 6749 §1.4, RFC 9068 §2.2
 */
export async function writeAccessToken(
  { value: handle, row }: Prepared<NewAccessToken>,
  { client, grant, audience }: { client: Client; grant: Grant | null; audience: Audience },
  context: Pick<OAuthContext, "derive" | "issuer" | "keys">,
): Promise<string> {
  if (audience.format !== "jwt") return handle;
  const [only, ...others] = audience.identifiers;
  const payload = {
    iss: context.issuer,
    // RFC 9068 §2.2: without a person, sub is the client.
    sub: grant === null ? client.clientId : subjectFor(client, grant.userId, context),
    aud: others.length === 0 ? only : audience.identifiers,
    client_id: client.clientId,
    iat: Math.floor(row.createdAt.getTime() / 1000),
    exp: Math.floor(earlierEnd(row.expiresAt, grant).getTime() / 1000),
    jti: handle,
    ...(audience.scopes.length > 0 && { scope: audience.scopes.join(" ") }),
    // RFC 9068 §2.2.1: how and when the person signed in.
    ...(grant && { auth_time: Math.floor(grant.authenticatedAt.getTime() / 1000) }),
    ...(grant && grant.acr !== null && { acr: grant.acr }),
    ...(grant && grant.amr.length > 0 && { amr: grant.amr }),
    // draft-ietf-oauth-status-list, "Referenced Token": where to look whether it is revoked.
    ...(row.statusListId !== null && {
      status: { status_list: { idx: row.statusIndex, uri: statusListUri(row.statusListId, context.issuer) } },
    }),
  };
  return await context.keys.sign(payload, { alg: audience.signingAlg, typ: audience.tokenTyp });
}

/** Seconds for which a new access token lives: as long as its API wants, and no longer than its grant. */
export function accessTokenExpiresIn({ row }: Prepared<NewAccessToken>, grant: Grant): number {
  return Math.floor((earlierEnd(row.expiresAt, grant).getTime() - row.createdAt.getTime()) / 1000);
}

/** A new refresh token. @see RFC 6749 §1.5 */
export function prepareRefreshToken(
  scopes: string[],
  context: Pick<OAuthContext, "now" | "random">,
): Prepared<NewRefreshToken> {
  return toRefreshToken(newSecret(REFRESH_TOKEN_PREFIX, context), scopes, context.now());
}

/**
 * The refresh token that replaces another one. It is derived from its predecessor under a key of the portal. So a
 * repeated refresh gets the same token again, although only hashes are stored, and nobody else can compute it.
 * @param predecessor the value of the token that was presented
 * @see RFC 9700 §4.14.2
 */
export function prepareSuccessor(
  predecessor: string,
  scopes: string[],
  context: Pick<OAuthContext, "now" | "derive">,
): Prepared<NewRefreshToken> {
  const value = REFRESH_TOKEN_PREFIX + context.derive("refresh-token", predecessor);
  return toRefreshToken(value, scopes, context.now());
}

function toRefreshToken(value: string, scopes: string[], now: Date): Prepared<NewRefreshToken> {
  return {
    value,
    row: {
      tokenHash: hashSecret(value),
      scopes,
      createdAt: now,
      expiresAt: refreshTokenExpiry(now),
      consumedAt: null,
      revokedAt: null,
    },
  };
}

/** When a refresh token that is used at `now` expires if nobody uses it again. Its grant may end earlier. */
export function refreshTokenExpiry(now: Date): Date {
  return new Date(now.getTime() + REFRESH_TOKEN_TTL * 1000);
}

/** When all refresh tokens of a grant end, however often they are used, unless the grant itself ends earlier. */
export function refreshEnd(grant: Pick<Grant, "createdAt">, context: Pick<OAuthContext, "refreshLifetime">): Date {
  return new Date(grant.createdAt.getTime() + context.refreshLifetime * 1000);
}

/** Seconds from now until a refresh token that is issued or used now ends, either unused or with its grant. */
export function refreshTokenExpiresIn(
  grant: Pick<Grant, "createdAt" | "expiresAt">,
  context: Pick<OAuthContext, "now" | "refreshLifetime">,
): number {
  const left = (earlierEnd(refreshEnd(grant, context), grant).getTime() - context.now().getTime()) / 1000;
  return Math.min(REFRESH_TOKEN_TTL, Math.floor(left));
}
