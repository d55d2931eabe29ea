import { handleApiRequest } from "./api/handle-api-request";
import {
  handleApiResourceMetadataRequest,
  handleUserinfoResourceMetadataRequest,
} from "./api/protected-resource-metadata";
import { findAuthentication, findAuthenticationFor } from "./auth/current-user";
import { createStepLimit, FailedAuthenticationGuard, registrationGuard } from "./auth/endpoint-guards";
import { RefusalLog } from "./auth/refusal-log";
import { endSession } from "./auth/session";
import { queueEvent } from "./db/audit-events";
import { registrationStore } from "./db/client-registrations";
import { oauthStore } from "./db/oauth-store";
import { type Env, getEnv } from "./env";
import { getBrowser } from "./http/browser-cookie";
import { renderCheckSessionPage } from "./http/check-session-page";
import { getClientAddress } from "./http/client-address";
import { renderErrorPage } from "./http/error-page";
import { renderFormPostPage } from "./http/form-post-page";
import { renderHandOffPage } from "./http/hand-off-page";
import { renderLimitedPage } from "./http/limited-page";
import { requireNavigation } from "./http/navigation-guard";
import { createEndpoint, type EndpointHandler, type EndpointOptions } from "./http/oauth-endpoint";
import { moveToOwnAddress } from "./http/own-address";
import { rememberDocument } from "./http/remembered-document";
import { getRequestId } from "./http/request-id";
import { safeFetch } from "./http/safe-fetch";
import { renderSigningOutPage } from "./http/signing-out-page";
import { handleWellKnownRequest, wellKnownPrefix } from "./http/well-known";
import { openClientSecret, sealClientSecret } from "./keys/client-secret-encryption";
import { takeRandom } from "./keys/random";
import { deriveValue } from "./keys/secret";
import { createSigningKeys } from "./keys/signing-keys";
import { handleAuthorizeRequest } from "./oauth/authorize/handle-request";
import { PublishedRequestObjects } from "./oauth/authorize/published-request-objects";
import { handleCheckSessionRequest } from "./oauth/check-session";
import { ClientKeySets } from "./oauth/client-keys";
import type { OAuthContext } from "./oauth/context";
import { handleEndSessionRequest } from "./oauth/end-session";
import { ENDPOINT_PATHS } from "./oauth/endpoint-paths";
import { handleIntrospectionRequest } from "./oauth/introspect";
import { handleJwksRequest } from "./oauth/jwks";
import { handleMetadataRequest } from "./oauth/metadata";
import { handleRegistrationRequest } from "./oauth/register/handle-request";
import { handleRevocationRequest } from "./oauth/revoke";
import { GrantShapes } from "./oauth/token/grant-shapes";
import { handleTokenRequest } from "./oauth/token/handle-request";
import { handleUserinfoRequest } from "./oauth/userinfo";

export type EndpointPath = (typeof ENDPOINT_PATHS)[keyof typeof ENDPOINT_PATHS];

export interface AuthorizationServer {
  context: OAuthContext;
  /** Every path of the protocol with its handler. */
  endpoints: Record<EndpointPath, EndpointHandler>;
  /** The handler of a path: an endpoint's, that of the API below `/api/v1` or of well-known addresses; null for the pages. */
  findHandler: (path: string) => EndpointHandler | null;
}

type Definition = [handle: (request: Request, context: OAuthContext) => Promise<Response>, options: EndpointOptions];

const json = { errors: "json", isCrossOrigin: true } as const;
/** where clients authenticate */
const guarded = { guard: new FailedAuthenticationGuard(() => new Date()) } as const;
const page = { errors: "page", isCrossOrigin: false, methods: ["GET", "POST"] } as const;

const DEFINITIONS: Record<EndpointPath, Definition> = {
  [ENDPOINT_PATHS.authorization]: [
    async (request, context) => {
      requireNavigation(request);
      return moveToOwnAddress(request) ?? (await handleAuthorizeRequest(request, context));
    },
    { ...page, name: "authorize", methods: ["GET", "POST"] },
  ],
  [ENDPOINT_PATHS.endSession]: [
    async (request, context) => moveToOwnAddress(request) ?? (await handleEndSessionRequest(request, context)),
    { ...page, name: "end-session", methods: ["GET", "POST"] },
  ],
  [ENDPOINT_PATHS.token]: [handleTokenRequest, { ...json, ...guarded, name: "token", methods: ["POST"] }],
  [ENDPOINT_PATHS.userinfo]: [handleUserinfoRequest, { ...json, name: "userinfo", methods: ["GET", "POST"] }],
  [ENDPOINT_PATHS.revocation]: [handleRevocationRequest, { ...json, ...guarded, name: "revoke", methods: ["POST"] }],
  [ENDPOINT_PATHS.introspection]: [
    handleIntrospectionRequest,
    { ...json, ...guarded, name: "introspect", methods: ["POST"], isCrossOrigin: false },
  ],
  [ENDPOINT_PATHS.checkSession]: [handleCheckSessionRequest, { ...page, name: "check-session", methods: ["GET"] }],
  [ENDPOINT_PATHS.registration]: [
    handleRegistrationRequest,
    { ...json, name: "register", methods: ["GET", "POST", "PUT", "DELETE"], guard: registrationGuard },
  ],
  [ENDPOINT_PATHS.jwks]: [rememberDocument(handleJwksRequest), { ...json, name: "jwks", methods: ["GET"] }],
  [ENDPOINT_PATHS.openidConfiguration]: [
    rememberDocument(handleMetadataRequest),
    { ...json, name: "metadata", methods: ["GET"] },
  ],
  [ENDPOINT_PATHS.authorizationServerMetadata]: [
    rememberDocument(handleMetadataRequest),
    { ...json, name: "metadata", methods: ["GET"] },
  ],
  [ENDPOINT_PATHS.userinfoResourceMetadata]: [
    handleUserinfoResourceMetadataRequest,
    { ...json, name: "metadata", methods: ["GET"] },
  ],
  [ENDPOINT_PATHS.apiResourceMetadata]: [
    handleApiResourceMetadataRequest,
    { ...json, name: "metadata", methods: ["GET"] },
  ],
};

function createContext(): OAuthContext {
  const now = () => new Date();
  const refusals = new RefusalLog(now);
  return {
    issuer: getEnv().issuer,
    legacyResponseTypes: getEnv().legacyResponseTypes,
    requirePkce: getEnv().requirePkce,
    refreshLifetime: getEnv().refreshTokenDays * 24 * 3600,
    store: oauthStore,
    shapes: { code: new GrantShapes(), refreshToken: new GrantShapes() },
    keys: createSigningKeys(now),
    fetch: safeFetch,
    limit: createStepLimit(now),
    requestObjects: new PublishedRequestObjects({ fetch: safeFetch }),
    clientKeys: new ClientKeySets({ fetch: safeFetch, now }),
    registration: { mode: getEnv().registration, store: registrationStore, sealSecret: sealClientSecret },
    openSecret: openClientSecret,
    now,
    random: takeRandom,
    derive: deriveValue,
    authenticate: findAuthentication,
    authenticateFor: findAuthenticationFor,
    browser: getBrowser,
    endSession,
    record: (event, request) => {
      const requestId = request && getRequestId(request);
      const ipAddress = request && getClientAddress(request);
      for (const each of refusals.select(event, ipAddress)) queueEvent({ ...each, requestId, ipAddress });
    },
    pages: {
      renderError: (errorPage) => renderErrorPage({ ...errorPage, requestId: getRequestId(errorPage.request) }),
      renderLimited: renderLimitedPage,
      renderHandOff: renderHandOffPage,
      renderFormPost: renderFormPostPage,
      renderSigningOut: renderSigningOutPage,
      renderCheckSession: renderCheckSessionPage,
    },
  };
}

function createServer(): AuthorizationServer {
  const context = createContext();
  const endpoints = Object.fromEntries(
    Object.entries(DEFINITIONS).map(([path, [handle, options]]) => [path, createEndpoint(handle, options, context)]),
  ) as Record<EndpointPath, EndpointHandler>;
  const handleApi: EndpointHandler = (request) => handleApiRequest(request, context);
  const byPath = new Map<string, EndpointHandler>(Object.entries(endpoints));
  return {
    context,
    endpoints,
    findHandler: (path) => {
      const endpoint = byPath.get(path);
      if (endpoint) return endpoint;
      if (path.startsWith("/api/v1/")) return handleApi;
      return path.startsWith(wellKnownPrefix) ? async (request) => handleWellKnownRequest(request) : null;
    },
  };
}

let made: { env: Env; server: AuthorizationServer } | undefined;

/**
 * The protocol of this portal, put together once for its configuration: the store, the keys, the sessions and the
 * pages behind it.
 */
export async function getAuthorizationServer(): Promise<AuthorizationServer> {
  const env = getEnv();
  if (made?.env !== env) made = { env, server: createServer() };
  return made.server;
}

/** The route handler of an endpoint. */
export function serveEndpoint(path: EndpointPath): EndpointHandler {
  return async (request) => (await getAuthorizationServer()).endpoints[path](request);
}
