import { findClaimRequest } from "../claims";
import type { OAuthContext } from "../context";
import { OAuthError } from "../errors";
import type { AuthorizationParams, Client } from "../model";
import { findOwnJwtPayload } from "../own-jwt";
import type { Params } from "../params";

/** Of a request: whom it names. */
type Named = Pick<AuthorizationParams, "hintedSubject" | "claims">;

/**
 * The `sub` of `id_token_hint`; null: there is none. Throws `login_required` for a hint, or a `sub` that the `claims`
 * parameter asks for, that this client cannot have been given.
 * @see OIDC Core §3.1.2.1, §5.5.1
 */
export async function readHintedSubject(
  params: Params,
  claims: AuthorizationParams["claims"],
  client: Client,
  context: OAuthContext,
): Promise<string | null> {
  const hintedSubject = await readHint(params, client, context);
  if (listWanted({ hintedSubject, claims }).some((wanted) => !wanted.some(isUsable))) {
    throw new OAuthError("login_required", "The sub that claims asks for must be one that this client was given", {
      cause: "subject_unknown",
    });
  }
  return hintedSubject;
}

async function readHint(params: Params, client: Client, context: OAuthContext): Promise<string | null> {
  const hint = params.get("id_token_hint");
  if (hint === null) return null;
  const payload = await findOwnJwtPayload(hint, "JWT", context);
  const audience = [payload?.aud ?? []].flat();
  if (typeof payload?.sub !== "string" || !audience.includes(client.clientId)) {
    throw new OAuthError("login_required", "id_token_hint must be an ID token that this client was given", {
      cause: "hint_unknown",
    });
  }
  return payload.sub;
}

/** Whether the request names whom it is about, so that nobody else may be answered for. */
export function namesPerson(params: Named): boolean {
  return listWanted(params).length > 0;
}

/**
 * Whether the request may be answered for this person, by the `sub` that the client knows. With no person named,
 * anybody will do.
 * @see OIDC Core §3.1.2.1 (`id_token_hint`), §5.5.1 (`value`, `values`)
 */
export function isWantedPerson(params: Named, subject: string | null): boolean {
  return listWanted(params).every((wanted) => wanted.includes(subject));
}

/** Each entry names those of whom it must be one: the hint, and what the `claims` parameter asks of `sub`. */
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
