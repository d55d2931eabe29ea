import { authorize } from "../oauth/authorize/feature";
import { endSession } from "../oauth/logout/end-session";
import { revoke } from "../oauth/revoke";
import { token } from "../oauth/token/feature";
import { userinfo } from "../oauth/userinfo";

/** Whose values the requests of the documentation have. */
export interface ExampleApp {
  issuer: string;
  clientId: string;
  redirectUri: string;
  /** it proves who it is with a secret */
  isConfidential: boolean;
}

const INVENTED_REDIRECT_URI = "https://app.example.org/callback";

/** An app that nobody has, for readers without one. */
export function inventedApp(issuer: string): ExampleApp {
  return {
    issuer,
    clientId: "your-client-id",
    redirectUri: INVENTED_REDIRECT_URI,
    isConfidential: true,
  };
}

/** The origin of an app; the invented one's where it has none, as with `com.example.app:/callback` (RFC 8252 §7.1). */
function originOf(redirectUri: string): string {
  const { protocol, origin } = new URL(redirectUri);
  return protocol === "https:" || protocol === "http:" ? origin : new URL(INVENTED_REDIRECT_URI).origin;
}

/** A verifier and its challenge. @see RFC 7636 Appendix B */
const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** The fields that each request has, besides the app's credentials. */
export const REQUEST_FIELDS = {
  authorize: ({ clientId, redirectUri }: ExampleApp) => ({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: "openid profile email offline_access",
    state: "af0ifjsldkj",
    nonce: "n-0S6_WzA2Mj",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
  }),
  token: ({ redirectUri }: ExampleApp) => ({
    grant_type: "authorization_code",
    code: "pt_ac_…",
    redirect_uri: redirectUri,
    code_verifier: VERIFIER,
  }),
  api: () => ({}),
  refresh: () => ({ grant_type: "refresh_token", refresh_token: "pt_rt_…" }),
  service: () => ({ grant_type: "client_credentials", scope: "calendar:read" }),
  revoke: () => ({ token: "pt_rt_…" }),
  endSession: ({ clientId, redirectUri }: ExampleApp) => ({
    id_token_hint: "eyJ…",
    client_id: clientId,
    post_logout_redirect_uri: `${originOf(redirectUri)}/`,
    state: "af0ifjsldkj",
  }),
} as const satisfies Record<string, (app: ExampleApp) => Record<string, string>>;

export type RequestName = keyof typeof REQUEST_FIELDS;

/** A request as it travels, with the values of an app: what a browser is sent to, or an HTTP message. */
export function writeRequest(name: RequestName, app: ExampleApp): string {
  const fields = REQUEST_FIELDS[name](app);
  switch (name) {
    case "authorize":
      return writeAddress(authorize.endpoints[0].path, fields, app);
    case "endSession":
      return writeAddress(endSession.endpoints[0].path, fields, app);
    case "api":
      return [
        `GET ${userinfo.endpoints[0].path} HTTP/1.1`,
        `Host: ${new URL(app.issuer).host}`,
        "Authorization: Bearer pt_at_…",
      ].join("\n");
    case "revoke":
      return writeForm(revoke.endpoints[0].path, fields, app);
    default:
      return writeForm(token.endpoints[0].path, fields, app);
  }
}

function writeAddress(path: string, fields: Record<string, string>, { issuer }: ExampleApp): string {
  return `${issuer}${path}\n  ?${encode(fields).join("\n  &")}`;
}

/** RFC 6749 §2.3.1: a confidential app proves who it is in the header; a public one only names itself. */
function writeForm(path: string, fields: Record<string, string>, app: ExampleApp): string {
  const own = app.isConfidential ? fields : { ...fields, client_id: app.clientId };
  const credentials = app.isConfidential ? [`Authorization: Basic base64(${app.clientId}:client_secret)`] : [];
  return [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(app.issuer).host}`,
    ...credentials,
    "Content-Type: application/x-www-form-urlencoded",
    "",
    encode(own).join("\n&"),
  ].join("\n");
}

/** `…` stands for what only an answer tells, and stays readable. */
function encode(fields: Record<string, string>): string[] {
  return Object.entries(fields).map(([name, value]) => {
    const encoded = encodeURIComponent(value).replaceAll("%20", "+").replaceAll("%E2%80%A6", "…");
    return `${name}=${encoded}`;
  });
}
