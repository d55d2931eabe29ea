import { findRegisteredRedirectUri } from "../client/redirect-target";
import { carriesTokens, RESPONSE_MODES } from "../client/response-types";
import type { OAuthContext } from "../context";
import { OAuthError, type ResponseTarget } from "../errors";
import type { Client } from "../model";
import type { Params } from "../wire/params";

/**
 * Where the answer to a request goes, even if the rest of the request is refused.
 * @throws {OAuthError} when nobody may be redirected: a redirect_uri that is missing, repeated or not registered
 * @see RFC 6749 §3.1.2.3, §4.1.2.1; OIDC Core §3.1.2.1
 */
export function readTarget(params: Params, client: Client, context: OAuthContext): ResponseTarget {
  const { clientId } = client;
  const requested = params.all("redirect_uri");
  const [first] = requested;
  const received = { values: { receivedRedirectUri: first ?? "" }, registeredUris: client.redirectUris };
  const detail = { clientId, ...(first !== undefined && received) };
  if (requested.length > 1) {
    throw new OAuthError("invalid_request", "redirect_uri must not be repeated", {
      ...detail,
      cause: "parameter_repeated",
    });
  }
  if (first === undefined) {
    const [only, ...others] = client.redirectUris;
    const isOpenId = params.all("scope").some((scope) => ` ${scope} `.includes(" openid "));
    // RFC 6749 §3.1.2.3: with one registered URI it may be left out; OIDC Core §3.1.2.1: not with openid.
    if (only === undefined || others.length > 0 || isOpenId) {
      throw new OAuthError("invalid_request", "redirect_uri is missing", { ...detail, cause: "redirect_uri_missing" });
    }
    return { redirectUri: only, ...readResponseShape(params, context) };
  }
  if (findRegisteredRedirectUri(client, first) === null) {
    throw new OAuthError("invalid_request", "redirect_uri is not registered for this client", {
      ...detail,
      cause: "redirect_uri_unregistered",
    });
  }
  return { redirectUri: first, ...readResponseShape(params, context) };
}

/** The same, but null where nobody may be redirected. */
export function findTarget(params: Params, client: Client, context: OAuthContext): ResponseTarget | null {
  try {
    return readTarget(params, client, context);
  } catch (error) {
    if (error instanceof OAuthError) return null;
    throw error;
  }
}

// How an answer or error goes back. An unusable mode is refused later, and that error goes back the default way.
function readResponseShape(params: Params, context: OAuthContext): Omit<ResponseTarget, "redirectUri"> {
  const [type = "", ...otherTypes] = params.all("response_type");
  const [mode, ...otherModes] = params.all("response_mode");
  const asked = otherModes.length > 0 ? undefined : RESPONSE_MODES.find((each) => each === mode);
  // OAuth 2.0 Multiple Response Types §5: an answer with tokens goes into the fragment, and so does its error.
  const isFragment = context.legacyResponseTypes && otherTypes.length === 0 && carriesTokens(type);
  const [state, ...otherStates] = params.all("state");
  return {
    responseMode: isFragment && asked !== "form_post" ? "fragment" : (asked ?? "query"),
    state: state !== undefined && otherStates.length === 0 ? state : null,
    prompt: params.all("prompt").flatMap((value) => value.split(" ")),
  };
}
