import { getEnv } from "../env";
import type { Words } from "../i18n/words";
import { listResponseTypes } from "../oauth/client/response-types";
import type { ClientKind } from "../oauth/model";

/** What an app needs when it is made with a framework. */
interface FrameworkNeeds {
  kinds: readonly ClientKind[];
  /**
   * The library's documented callback, on the host and port that the framework's development server prints. Libraries
   * build the address from the one in the browser, so `localhost` and `127.0.0.1` differ. Libraries that need a name
   * for the provider use `portal`.
   */
  uri: string;
  /** where the library sends the secret by default; the other way is accepted too */
  authMethod?: "client_secret_basic" | "client_secret_post";
  /** asked for by default, instead of `code` */
  responseType?: "id_token";
  /** its documentation registers the app's origin as the address after sign-out */
  signsOutToOrigin?: true;
}

const basic = { kinds: ["web"], authMethod: "client_secret_basic" } as const;
const post = { kinds: ["web"], authMethod: "client_secret_post" } as const;
const native = { kinds: ["native", "device"] } as const;

/** What the usual library of a framework needs with its own defaults, during development. */
export const frameworkNeeds = {
  authjs: { ...basic, uri: "http://localhost:3001/api/auth/callback/portal" },
  betterAuth: { ...post, uri: "http://localhost:3001/api/auth/callback/portal" },
  nextOpenidClient: { ...post, uri: "http://localhost:3001/auth/callback" },
  authjsExpress: { ...basic, uri: "http://localhost:3001/auth/callback/portal" },
  expressOpenid: {
    ...basic,
    uri: "http://localhost:3001/callback",
    responseType: "id_token",
    signsOutToOrigin: true,
  },
  express: { ...post, uri: "http://localhost:3001/cb" },
  djangoAllauth: { ...post, uri: "http://127.0.0.1:8000/accounts/oidc/portal/login/callback/" },
  djangoOidc: { ...post, uri: "http://127.0.0.1:8000/oidc/callback/" },
  django: { ...basic, uri: "http://127.0.0.1:8000/authorize" },
  flask: { ...basic, uri: "http://127.0.0.1:5000/authorize" },
  fastapi: { ...basic, uri: "http://127.0.0.1:8000/auth" },
  go: { ...basic, uri: "http://127.0.0.1:5556/auth/portal/callback" },
  rails: { ...basic, uri: "http://127.0.0.1:3001/auth/openid_connect/callback" },
  laravel: { ...post, uri: "http://127.0.0.1:8000/auth/callback" },
  spring: { ...basic, uri: "http://localhost:8080/login/oauth2/code/portal" },
  dotnet: { ...post, uri: "https://localhost:7001/signin-oidc" },
  oauth2Proxy: { ...basic, uri: "http://127.0.0.1:4180/oauth2/callback" },
  apache: { ...basic, uri: "http://localhost/secure/redirect_uri" },
  vite: { kinds: ["spa"], uri: "http://localhost:5173/callback" },
  react: { kinds: ["spa"], uri: "http://localhost:5173/" },
  angular: { kinds: ["spa"], uri: "http://localhost:4200", signsOutToOrigin: true },
  loopback: { ...native, uri: "http://127.0.0.1/callback" },
  appLink: { ...native, uri: "com.example.app:/callback" },
} as const satisfies Record<string, FrameworkNeeds>;

export type Framework = keyof typeof frameworkNeeds;

/** The frameworks that a kind of client is made with. */
export function frameworksFor(kind: ClientKind): Framework[] {
  return listFrameworks().filter((name) => (frameworkNeeds[name].kinds as readonly ClientKind[]).includes(kind));
}

/** The framework of this name; null if this kind of client has none, or if a form names none. */
export function findFramework(name: string, kind: ClientKind): Framework | null {
  return frameworksFor(kind).find((each) => each === name) ?? null;
}

/** The settings of a new client that uses this framework and these redirect URIs. */
export function settingsFor(framework: Framework, redirectUris: readonly string[]) {
  const { authMethod, responseType, signsOutToOrigin }: FrameworkNeeds = frameworkNeeds[framework];
  const postLogoutRedirectUris = [...new Set(redirectUris.filter((uri) => URL.canParse(uri)).map(originOf))];
  return {
    ...(authMethod && { tokenEndpointAuthMethod: authMethod }),
    ...(responseType && isOffered(responseType) && { responseTypes: ["code", responseType] }),
    ...(signsOutToOrigin && { postLogoutRedirectUris }),
  };
}

function originOf(uri: string): string {
  return new URL(uri).origin;
}

/** Tokens go through the browser only where the operator allowed it. */
function isOffered(responseType: string): boolean {
  return listResponseTypes(getEnv()).includes(responseType);
}

/** What choosing this framework set, in sentences. */
export function describeSettings(framework: Framework, words: Words): { title: string; lines: string[] } {
  const { frameworks, register } = words.console;
  const texts = register.preset;
  const { authMethod, responseType, signsOutToOrigin }: FrameworkNeeds = frameworkNeeds[framework];
  return {
    title: texts.title(frameworks[framework]),
    lines: [
      texts.idTokenClaims,
      ...(authMethod ? [texts[authMethod], texts.pkce] : []),
      ...(responseType ? [isOffered(responseType) ? texts.idToken : texts.codeOnly] : []),
      ...(signsOutToOrigin ? [texts.postLogout] : []),
      ...(framework === "loopback" ? [texts.anyPort] : []),
    ],
  };
}

function listFrameworks(): Framework[] {
  return Object.keys(frameworkNeeds) as Framework[];
}
