import type { Exchange } from "./recording-proxy";

/** What a library does by its own defaults, as the portal saw it. */
export interface Observed {
  pkce: string;
  nonce: string;
  authMethod: string;
  claimsFrom: string;
}

function at(exchanges: readonly Exchange[], pathname: string): Exchange[] {
  return exchanges.filter((exchange) => exchange.url.pathname === pathname);
}

function authMethodOf({ authorization, form }: Exchange): string {
  if (/^Basic /i.test(authorization)) return "basic";
  if (form.has("client_secret")) return "post";
  return form.has("client_assertion") ? "assertion" : "none";
}

/** @param exchanges all of one client's */
export function observe(exchanges: readonly Exchange[]): Observed {
  const asked = at(exchanges, "/oauth/authorize")[0];
  const params = asked?.method === "POST" ? asked.form : asked?.url.searchParams;
  const methods = new Set(at(exchanges, "/oauth/token").map(authMethodOf));
  // What comes after the first refresh is the program's choice, not the library's default.
  const refresh = exchanges.findIndex(({ form }) => form.get("grant_type") === "refresh_token");
  const duringSignIn = refresh === -1 ? exchanges : exchanges.slice(0, refresh);
  return {
    pkce: params?.get("code_challenge_method") ?? (params?.has("code_challenge") ? "plain" : "no"),
    nonce: params?.has("nonce") ? "yes" : "no",
    authMethod: [...methods].join(", then ") || "none",
    claimsFrom: at(duringSignIn, "/oauth/userinfo").length > 0 ? "userinfo" : "ID token",
  };
}

/** Whether a refresh token was exchanged (RFC 6749 §6). */
export function hasRefreshed(exchanges: readonly Exchange[]): boolean {
  return at(exchanges, "/oauth/token").some(
    ({ form, status }) => form.get("grant_type") === "refresh_token" && status === 200,
  );
}

/** Whether the library ended the session at the portal too (OpenID Connect RP-Initiated Logout 1.0). */
export function hasSignedOutAtPortal(exchanges: readonly Exchange[]): boolean {
  return at(exchanges, "/oauth/end-session").length > 0;
}
