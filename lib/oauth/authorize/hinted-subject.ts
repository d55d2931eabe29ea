import type { OAuthContext } from "../context";
import { OAuthError } from "../errors";
import type { AuthorizationParams, Client } from "../model";
import { findClaimRequest } from "../tokens/claims";
import { findOwnJwtPayload } from "../tokens/own-jwt";
import type { Params } from "../wire/params";

/** The part of a request that names a person. */
type Named = Pick<AuthorizationParams, "hintedSubject" | "claims">;

/**
 * The `sub` in `id_token_hint`; null without a hint. Throws `login_required` when this client cannot have been given
 * that hint, or the `sub` that its `claims` parameter asks for.
 * @see OIDC Core §3.1.2.1, §5.5.1
 */
export async function readHintedSubject(
  params: Params,
  claims: AuthorizationParams["claims"],
  client: Client,
  request: Request,
  context: OAuthContext,
): Promise<string | null> {
  const hintedSubject = await readHint(params, client, request, context);
  if (listWanted({ hintedSubject, claims }).some((wanted) => !wanted.some(isUsable))) {
    throw new OAuthError("login_required", "The sub in the claims parameter was never issued to this client", {
      cause: "subject_unknown",
    });
  }
  return hintedSubject;
}

async function readHint(
  params: Params,
  client: Client,
  request: Request,
  context: OAuthContext,
): Promise<string | null> {
  const hint = params.get("id_token_hint");
  if (hint === null) return null;
  const check = () => findOwnJwtPayload(hint, "JWT", context);
  const payload = await context.signatureChecks.run(request, client.clientId, check);
  const audience = [payload?.aud ?? []].flat();
  if (typeof payload?.sub !== "string" || !audience.includes(client.clientId)) {
    throw new OAuthError("login_required", "id_token_hint must be an ID token that was issued to this client", {
      cause: "hint_unknown",
    });
  }
  return payload.sub;
}

/** Whether the request names a person: then it may be answered for nobody else. */
export function namesPerson(params: Named): boolean {
  return listWanted(params).length > 0;
}

/**
 * Whether the request may be answered for the person whom the client knows by this `sub`. A request that names nobody
 * may be answered for anybody.
 * @see OIDC Core §3.1.2.1 (`id_token_hint`), §5.5.1 (`value`, `values`)
 */
export function isWantedPerson(params: Named, subject: string | null): boolean {
  return listWanted(params).every((wanted) => wanted.includes(subject));
}

/** The person must be in every entry: one entry is the hint, the other is what the `claims` parameter asks of `sub`. */
function listWanted({ hintedSubject, claims }: Named): unknown[][] {
  const hint = hintedSubject === null ? [] : [[hintedSubject]];
  const requested = (["id_token", "userinfo"] as const).flatMap((destination) => {
    const { value, values = [] } = findClaimRequest(claims, destination, "sub") ?? {};
    return [...(value === undefined ? [] : [[value]]), ...(values.length === 0 ? [] : [values])];
  });
  return [...hint, ...requested];
}

// OIDC Core §2: sub is a string of at most 255 ASCII characters.
function isUsable(sub: unknown): boolean {
  return typeof sub === "string" && /^[\x20-\x7e]{1,255}$/.test(sub);
}
