import { listScopesOfClaims, parseClaimsRequest, withoutForbiddenClaims } from "../claims";
import type { OAuthContext } from "../context";
import { AuthorizationError, OAuthError, type ResponseTarget } from "../errors";
import type { AuthorizationParams, Client, Scope } from "../model";
import { getResourceOfScope } from "../own-resources";
import type { Params } from "../params";
import { findRegisteredRedirectUri } from "../redirect-target";
import { requireResource } from "../resource-access";
import { meetsPolicy, selectAllowedScopes } from "../scopes";
import { pickAudience } from "../token/audience";
import { readHintedSubject } from "./hinted-subject";
import { applyRequestObject } from "./request-object";
import { carriesTokens, findResponseType, hasPart, listResponseModes, listResponseTypes } from "./response-types";

/** The values of `prompt` that are implemented. */
export const PROMPTS = ["none", "login", "consent", "select_account"];

/** A request whose client and redirect_uri belong together and whose every parameter is acceptable. */
export interface ParsedRequest {
  client: Client;
  params: AuthorizationParams;
}

/**
 * Checks an authorization request. Until client and redirect_uri are known to belong together it throws an
 * {@link OAuthError}, which becomes a page; after that an {@link AuthorizationError}, which goes back to the client.
 * @see RFC 6749 §4.1.1, §4.1.2.1; OIDC Core §3.1.2.1, §3.1.2.2; RFC 7636 §4.4.1
 */
export async function parseAuthorizationRequest(
  params: Params,
  request: Request,
  context: OAuthContext,
): Promise<ParsedRequest> {
  const client = await readClient(params, context);
  const whole = await redirectErrors(
    () => applyRequestObject(params, client, request, context),
    () => findTarget(params, client, context),
    client,
  );
  const target = readTarget(whole, client, context);
  const read = () => readParams(whole, client, target, context);
  return { client, params: await redirectErrors(read, () => target, client) };
}

/** Runs `step`; its refusals go to the client, if there is a target that it may be trusted with. */
async function redirectErrors<T>(
  step: () => Promise<T>,
  findErrorTarget: () => ResponseTarget | null,
  { clientId }: Client,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    // Who has to wait is the sender of this request, not the client.
    if (error.detail.retryAfter !== undefined) throw error;
    const detail = { ...error.detail, clientId };
    const target = findErrorTarget();
    if (target === null) throw new OAuthError(error.code, error.description, detail);
    throw new AuthorizationError(error.code, error.description, target, detail);
  }
}

// A request object that cannot be read may have held the redirect_uri; without one outside of it, nobody is redirected.
function findTarget(params: Params, client: Client, context: OAuthContext): ResponseTarget | null {
  try {
    return readTarget(params, client, context);
  } catch (error) {
    if (error instanceof OAuthError) return null;
    throw error;
  }
}

async function readClient(params: Params, context: OAuthContext): Promise<Client> {
  const clientId = params.require("client_id");
  const client = await context.store.findClient(clientId);
  if (!client) {
    throw new OAuthError("invalid_client", "There is no client with this client_id", {
      cause: "client_unknown",
      status: 400,
      values: { receivedClientId: clientId },
    });
  }
  if (client.suspendedAt !== null) {
    throw new OAuthError("unauthorized_client", "The client is suspended", { cause: "client_suspended", clientId });
  }
  return client;
}

function readTarget(params: Params, client: Client, context: OAuthContext): ResponseTarget {
  const { clientId } = client;
  const requested = params.all("redirect_uri");
  const [first] = requested;
  const detail = { clientId, ...(first !== undefined && { values: { receivedRedirectUri: first } }) };
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

// How an answer, also an error, goes back. What is unusable here is refused later, through the plain way.
function readResponseShape(params: Params, context: OAuthContext): Omit<ResponseTarget, "redirectUri"> {
  const [type = "", ...otherTypes] = params.all("response_type");
  const [mode, ...otherModes] = params.all("response_mode");
  const asked = otherModes.length > 0 ? undefined : listResponseModes(context).find((each) => each === mode);
  // OAuth 2.0 Multiple Response Types §5: an answer with tokens goes into the fragment, and so does its error.
  const isFragment = context.legacyResponseTypes && otherTypes.length === 0 && carriesTokens(type);
  const [state, ...otherStates] = params.all("state");
  return {
    responseMode: isFragment && asked !== "form_post" ? "fragment" : (asked ?? "query"),
    state: state !== undefined && otherStates.length === 0 ? state : null,
    prompt: params.all("prompt").flatMap((value) => value.split(" ")),
  };
}

async function readParams(
  params: Params,
  client: Client,
  target: ResponseTarget,
  context: OAuthContext,
): Promise<AuthorizationParams> {
  params.refuseRepeated();
  refuseUnsupported(params);
  const responseType = readResponseType(params, client, context);
  checkResponseMode(params, responseType, context);
  const resources = await readResources(params, client, context);
  const allowed = await readScopes(params, client, resources, context);
  const scopes = allowed.map((scope) => scope.name);
  // A token that comes with the answer is for one API, as any other is: there is no token request to name it.
  if (hasPart(responseType, "token")) {
    await pickAudience({ client, scopes: allowed, requested: [], granted: resources }, context);
  }
  const claims = await readClaims(params, client, context);
  checkIdTokenRequest(params, responseType, scopes);
  return {
    clientId: client.clientId,
    redirectUri: target.redirectUri,
    responseType,
    responseMode: target.responseMode,
    // OIDC Core §11: offline_access is ignored where no code, and so no refresh token, is given.
    scopes: hasPart(responseType, "code") ? scopes : scopes.filter((name) => name !== "offline_access"),
    resources,
    state: target.state,
    nonce: params.get("nonce"),
    ...(hasPart(responseType, "code")
      ? readPkce(params, client, context)
      : { codeChallenge: null, codeChallengeMethod: null }),
    prompt: readPrompt(params),
    // OpenID Connect Dynamic Client Registration §2: what the client registered counts where the request says nothing.
    maxAge: readMaxAge(params) ?? client.defaultMaxAge,
    loginHint: params.get("login_hint"),
    acrValues: params.get("acr_values") === null ? client.defaultAcrValues : params.words("acr_values"),
    hintedSubject: await readHintedSubject(params, claims, client, context),
    claims,
  };
}

// OIDC Core §3.1.2.6: what is not supported has an error of its own.
function refuseUnsupported(params: Params): void {
  if (params.get("registration") !== null) {
    throw new OAuthError("registration_not_supported", "The registration parameter is not supported", {
      cause: "registration_parameter",
    });
  }
}

function readResponseType(params: Params, client: Client, context: OAuthContext): string {
  // RFC 6749 §4.1.1: response_type is REQUIRED.
  const supported = listResponseTypes(context);
  const received = params.require("response_type");
  const responseType = findResponseType(received);
  if (responseType === null || !supported.includes(responseType)) {
    throw new OAuthError("unsupported_response_type", `response_type must be ${supported.join(" or ")}`, {
      cause: "response_type_unsupported",
      values: { receivedResponseType: received, expectedResponseType: supported.join(" or ") },
    });
  }
  const isRegistered = client.responseTypes.some((registered) => findResponseType(registered) === responseType);
  const needed = [
    ...(hasPart(responseType, "code") ? ["authorization_code"] : []),
    ...(carriesTokens(responseType) ? ["implicit"] : []),
  ];
  if (!isRegistered || !needed.every((grant) => client.grantTypes.includes(grant))) {
    throw new OAuthError("unauthorized_client", `The client is not registered for response_type ${responseType}`, {
      cause: "response_type_unregistered",
      values: { receivedResponseType: responseType, expectedResponseType: client.responseTypes.join(" or ") },
    });
  }
  return responseType;
}

function checkResponseMode(params: Params, responseType: string, context: OAuthContext): void {
  const mode = params.get("response_mode");
  if (mode === null) return;
  const supported = listResponseModes(context);
  if (!supported.some((each) => each === mode)) {
    throw new OAuthError("invalid_request", `response_mode must be ${supported.join(" or ")}`, {
      cause: "response_mode_unsupported",
    });
  }
  // OAuth 2.0 Multiple Response Types §5: such an answer MUST NOT be a query.
  if (mode === "query" && carriesTokens(responseType)) {
    throw new OAuthError("invalid_request", "response_mode must not be query for this response_type", {
      cause: "response_mode_exposes_tokens",
    });
  }
}

function checkIdTokenRequest(params: Params, responseType: string, scopes: string[]): void {
  if (!hasPart(responseType, "id_token")) return;
  if (!scopes.includes("openid")) {
    throw new OAuthError("invalid_request", "scope must hold openid for this response_type", {
      cause: "openid_missing",
    });
  }
  // OIDC Core §3.2.2.1, §3.3.2.11: the nonce is REQUIRED where an ID token comes through the browser.
  if (params.get("nonce") === null) {
    throw new OAuthError("invalid_request", "nonce is missing: this response_type needs it", {
      cause: "nonce_missing",
    });
  }
}

// RFC 8707 §2: an unknown or malformed resource, or one that the client may not ask for, is invalid_target.
async function readResources(params: Params, client: Client, context: OAuthContext): Promise<string[]> {
  const identifiers = new Set<string>();
  for (const asked of params.list("resource")) {
    identifiers.add((await requireResource(asked, client, context)).identifier);
  }
  return [...identifiers];
}

async function readScopes(
  params: Params,
  client: Client,
  resources: string[],
  context: OAuthContext,
): Promise<Scope[]> {
  const asked = params.words("scope");
  // RFC 6749 §3.3: a request without scope gets the default, which is what the client always needs.
  const isDefault = asked.length === 0;
  const names = isDefault
    ? client.scopes.filter((name) => !client.optionalScopes.includes(name) && name !== "offline_access")
    : asked;
  const known = await context.store.findScopes(names);
  const allowed = selectAllowedScopes(names, client, known)
    .filter((scope) => isForOneOf(scope, resources, context.issuer))
    // OIDC Core §11: offline_access is ignored where no refresh token could follow.
    .filter(({ name }) => name !== "offline_access" || client.grantTypes.includes("refresh_token"));
  if (allowed.length === 0 && !isDefault) {
    const isKeptOut = known.some((scope) => !meetsPolicy(client, scope));
    throw new OAuthError("invalid_scope", "scope must hold one that this client may ask for", {
      cause: isKeptOut ? "resource_not_allowed" : "scope_not_allowed",
      values: { receivedScope: asked.join(" "), expectedScope: client.scopes.join(" ") },
    });
  }
  return allowed;
}

// RFC 8707 §2.1: the scopes apply to the named resources; those about the person apply to the sign-in itself.
function isForOneOf(scope: Scope, resources: string[], issuer: string): boolean {
  const resource = getResourceOfScope(scope, issuer);
  return resources.length === 0 || resource === issuer || resources.includes(resource);
}

function readPkce(
  params: Params,
  client: Client,
  context: OAuthContext,
): Pick<AuthorizationParams, "codeChallenge" | "codeChallengeMethod"> {
  const challenge = params.get("code_challenge");
  const method = params.get("code_challenge_method");
  if (challenge === null) {
    if (method !== null) {
      throw new OAuthError("invalid_request", "code_challenge is missing", { cause: "code_challenge_missing" });
    }
    // RFC 9700 §2.1.1: public clients always; others when the operator or their own settings say so.
    if (client.requirePkce || client.tokenEndpointAuthMethod === "none" || context.requirePkce === "all") {
      throw new OAuthError("invalid_request", "This client must use PKCE: code_challenge is missing", {
        cause: "code_challenge_missing",
      });
    }
    return { codeChallenge: null, codeChallengeMethod: null };
  }
  // RFC 7636 §4.3: an absent method means plain, which RFC 9700 §2.1.1 leaves out.
  if (method !== "S256") {
    throw new OAuthError("invalid_request", "code_challenge_method must be S256", { cause: "code_challenge_method" });
  }
  // RFC 7636 §4.2: the S256 challenge is 32 octets in base64url, 43 characters.
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    throw new OAuthError("invalid_request", "code_challenge must be 43 characters of base64url", {
      cause: "code_challenge_malformed",
    });
  }
  return { codeChallenge: challenge, codeChallengeMethod: "S256" };
}

function readPrompt(params: Params): string[] {
  const prompt = params.words("prompt");
  if (prompt.some((word) => !PROMPTS.includes(word))) {
    throw new OAuthError("invalid_request", `prompt must be of ${PROMPTS.join(", ")}`, { cause: "prompt_unknown" });
  }
  // OIDC Core §3.1.2.1: none with any other value is an error.
  if (prompt.includes("none") && prompt.length > 1) {
    throw new OAuthError("invalid_request", "prompt=none must stand alone", { cause: "prompt_none_not_alone" });
  }
  return prompt;
}

function readMaxAge(params: Params): number | null {
  const text = params.get("max_age");
  if (text === null) return null;
  if (!/^\d{1,9}$/.test(text)) {
    throw new OAuthError("invalid_request", "max_age must be a number of seconds", { cause: "max_age_malformed" });
  }
  return Number(text);
}

async function readClaims(
  params: Params,
  client: Client,
  context: OAuthContext,
): Promise<AuthorizationParams["claims"]> {
  const text = params.get("claims");
  if (text === null) return null;
  const claims = parseClaimsRequest(text);
  const names = listScopesOfClaims(claims);
  const known = await context.store.findScopes(names);
  // A claim that the client may not ask for by scope is not to be had by the claims parameter either.
  const allowed = selectAllowedScopes(names, client, known).map((scope) => scope.name);
  return withoutForbiddenClaims(claims, allowed);
}
