import { FailedAuthenticationGuard, registrationGuard } from "./auth/endpoint-guards";
import { getProtocolContext } from "./auth/protocol-context";
import { refusePrefetch, requireNavigation } from "./http/navigation-guard";
import { createEndpoint, type EndpointGuard, type EndpointHandler } from "./http/oauth-endpoint";
import { moveToOwnAddress } from "./http/own-address";
import { renderRefusal } from "./http/refusal";
import { rememberDocument } from "./http/remembered-document";
import { SCIM_PATH } from "./http/scim-error";
import { handleWellKnownRequest, WELL_KNOWN_PREFIX } from "./http/well-known";
import { type BrowserStep, type Endpoint, endpointPaths, listEndpoints, type ServerContext } from "./oauth/feature";
import { OWN_API_PATH } from "./oauth/tokens/own-resources";

export interface AuthorizationServer {
  context: ServerContext;
  /**
   * The handler of a path: that of an endpoint, of the API below `/api/v1`, of companies' directories below `/scim/v2`, or of
   * well-known addresses; null for pages.
   */
  findHandler: (path: string) => EndpointHandler | null;
}

const guards: Readonly<Record<NonNullable<Endpoint["guard"]>, EndpointGuard>> = {
  "failed-authentication": new FailedAuthenticationGuard(() => new Date()),
  registration: registrationGuard,
};

/** Each step answers instead of the endpoint, throws an OAuthError, or lets the request pass (null). */
const browserSteps: Readonly<Record<BrowserStep, (request: Request) => Response | null>> = {
  "require-navigation": requireNavigation,
  "refuse-prefetch": refusePrefetch,
  "move-to-own-address": moveToOwnAddress,
};

function withBrowserSteps({ browserSteps: names = [], handle }: Endpoint): Endpoint["handle"] {
  return async (request, context) => {
    for (const name of names) {
      const response = browserSteps[name](request);
      if (response !== null) return response;
    }
    return await handle(request, context);
  };
}

/** The handlers of all endpoints that the features of this context have, by path. */
export function createEndpoints(context: ServerContext): Map<string, EndpointHandler> {
  return new Map(
    listEndpoints(context.features).map((endpoint) => {
      const handle = endpoint.browserSteps ? withBrowserSteps(endpoint) : endpoint.handle;
      const options = { ...endpoint, guard: endpoint.guard && guards[endpoint.guard] };
      return [endpoint.path, createEndpoint(endpoint.isDocument ? rememberDocument(handle) : handle, options, context)];
    }),
  );
}

// Loaded with the first request for it: most processes that answer the protocol never get one.
async function handleApi(request: Request, context: ServerContext): Promise<Response> {
  const { handleApiRequest } = await import("./api/handle-api-request");
  return await handleApiRequest(request, context);
}

async function handleScim(request: Request, context: ServerContext): Promise<Response> {
  const { handleScimRequest } = await import("./scim/handle-scim-request");
  return await handleScimRequest(request, context);
}

function createServer(context: ServerContext): AuthorizationServer {
  const endpoints = createEndpoints(context);
  const toPath = endpointPaths(context.features);
  return {
    context,
    findHandler: (path) => {
      const endpoint = endpoints.get(toPath(path));
      if (endpoint) return endpoint;
      if (path.startsWith(`${OWN_API_PATH}/`)) return (request) => handleApi(request, context);
      if (path.startsWith(`${SCIM_PATH}/`)) return (request) => handleScim(request, context);
      return path.startsWith(WELL_KNOWN_PREFIX) ? async (request) => handleWellKnownRequest(request) : null;
    },
  };
}

let made: { context: ServerContext; server: AuthorizationServer } | undefined;

/** The protocol of this portal, built once for its configuration: every path and its handler. */
export async function getAuthorizationServer(): Promise<AuthorizationServer> {
  const context = getProtocolContext();
  if (made?.context !== context) made = { context, server: createServer(context) };
  return made.server;
}

/** Answers a request with the handler of its path, for the route handlers of Next.js; 404 if there is none. */
export async function serve(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const handle = (await getAuthorizationServer()).findHandler(pathname);
  return handle ? await handle(request) : renderRefusal(404, pathname, request.headers);
}
