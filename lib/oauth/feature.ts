import type { OAuthContext } from "./context";
import type { AuthorizationParams, Client } from "./model";
import type { Params } from "./wire/params";

/** What the core needs to answer a request: the context, and the features that this server has. */
export interface ServerContext extends OAuthContext {
  features: readonly Feature[];
}

/**
 * One thing that the server can do. To add a feature, declare it in its own file or folder and name it once, in
 * `features.ts`. Paths, methods, guards, grant types and metadata follow from the declaration.
 */
export interface Feature {
  endpoints?: readonly Endpoint[];
  /** by `grant_type`. @see RFC 6749 §4.5 */
  grants?: Readonly<Record<string, GrantHandler>>;
  /** its checks of a request for a person's yes; they run after those of the features before it */
  authorizeChecks?: readonly AuthorizeCheck[];
  /** members of the metadata besides the addresses of its endpoints. @see RFC 8414 §2 */
  metadata?: (context: ServerContext) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
}

/** An address of the protocol. */
export interface Endpoint {
  /** the prefix of its events: `token` gives `token.refused` */
  name: string;
  /** below the issuer */
  path: `/${string}`;
  /** it also answers the addresses of single things, which have one more segment */
  hasItems?: true;
  /** the member of the metadata that holds its address; without one, the metadata leaves it out. @see RFC 8414 §2 */
  metadataMember?: string;
  methods: readonly ("GET" | "POST" | "PUT" | "DELETE")[];
  /** whether scripts of any other origin may call it; never with cookies */
  isCrossOrigin: boolean;
  /** who reads its errors: a program, or a person at a browser */
  errors: "json" | "page";
  /** what limits it: the failed client authentications, or the registrations, from one address */
  guard?: "failed-authentication" | "registration";
  /** what is checked first of a browser's request, in this order */
  browserSteps?: readonly BrowserStep[];
  /** a public document, the same for everybody: it is also answered from memory */
  isDocument?: true;
  /** @throws {OAuthError} for every refusal */
  handle: (request: Request, context: ServerContext) => Promise<Response>;
}

export type BrowserStep =
  /** refuses scripts and prefetches: only the browser's own navigation counts */
  | "require-navigation"
  /** refuses prefetches, because the endpoint changes something */
  | "refuse-prefetch"
  /** sends a browser that came by another name of the portal to the issuer, where its cookies are */
  | "move-to-own-address";

/** @see RFC 6749 §5.1, OIDC Core §3.1.3.3 */
export interface TokenResponse {
  access_token: string;
  token_type: "Bearer";
  /** seconds */
  expires_in: number;
  scope: string;
  refresh_token?: string;
  /** seconds until the refresh token, new or reused, ends if nobody uses it */
  refresh_token_expires_in?: number;
  /** where the client manages grants, and the person's yes is remembered. @see Grant Management for OAuth 2.0 §5.3 */
  grant_id?: string;
  id_token?: string;
}

/** The answer of a grant type, and the person it acts for; null: the client acts for itself. */
export interface IssuedTokens {
  userId: string | null;
  /** null: the client acts for itself */
  grantId: string | null;
  response: TokenResponse;
}

/**
 * One grant type: turns the parameters of an authenticated client into tokens, or throws an OAuthError. The client is
 * registered for the grant type.
 */
export type GrantHandler = (
  input: { params: Params; client: Client; request: Request },
  context: OAuthContext,
) => Promise<IssuedTokens>;

/**
 * Where a client asks for a person's yes: through the person's browser, in a request of its own before that (RFC 9126),
 * for a device without a browser (RFC 8628), or for a person who is elsewhere (OpenID Connect CIBA).
 */
export type RequestPlace = "authorize" | "par" | "device" | "ciba";

/** What the parameters of a request say, besides who asks and where the answer goes. */
export type RequestValues = Omit<
  AuthorizationParams,
  "clientId" | "answerBy" | "redirectUri" | "responseMode" | "state"
>;

/** A request of a known client, as far as it was read. */
export interface RequestReading {
  readonly params: Params;
  readonly client: Client;
  /** the endpoint that received it */
  readonly request: Request;
  /** what the checks before this one read */
  readonly values: Readonly<RequestValues>;
}

/** One step of reading a request: refuses the request, or answers what it read. */
export interface AuthorizeCheck {
  at: readonly RequestPlace[];
  /** @throws {OAuthError} */
  run: (
    reading: RequestReading,
    context: OAuthContext,
  ) => Partial<RequestValues> | undefined | Promise<Partial<RequestValues> | undefined>;
}

/** Every endpoint of these features. */
export function listEndpoints(features: readonly Feature[]): Endpoint[] {
  return features.flatMap(({ endpoints = [] }) => endpoints);
}

/**
 * Makes the function that finds the path of the endpoint that answers a path: of a thing that an endpoint with `hasItems`
 * answers, that endpoint's. Every other path stays as it is, whether or not there is an endpoint.
 */
export function endpointPaths(features: readonly Feature[]): (path: string) => string {
  const owners = new Set(listEndpoints(features).flatMap(({ hasItems, path }) => (hasItems ? [path as string] : [])));
  return (path) => {
    const owner = path.slice(0, path.lastIndexOf("/"));
    return owners.has(owner) ? owner : path;
  };
}
