/** Pages of an app, and their parts, where a problem is mended. */
export type RemedySection =
  | "redirect_uris"
  | "post_logout_uris"
  | "authentication"
  | "grant_types"
  | "response_types"
  | "pkce"
  | "credentials"
  | "scopes"
  | "keys"
  | "request_uris"
  | "tokens"
  | "signals"
  | "logout"
  | "branding"
  | "settings";

/** The path of each below the app's own page. */
export const REMEDY_PATHS: Readonly<Record<RemedySection, string>> = {
  redirect_uris: "/redirect-uris",
  post_logout_uris: "/redirect-uris#post-logout-uris",
  authentication: "/settings#tokenEndpointAuthMethod",
  grant_types: "/settings#grantTypes",
  response_types: "/settings#responseTypes",
  pkce: "/settings#requirePkce",
  credentials: "/credentials",
  scopes: "/scopes",
  keys: "/settings#jwksUri",
  request_uris: "/settings#requestUris",
  tokens: "/settings#tokens",
  signals: "/signals",
  logout: "/settings#logout",
  branding: "/branding",
  settings: "/settings",
};
