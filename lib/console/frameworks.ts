import type { ClientKind } from "../oauth/model";

interface FrameworkUri {
  kinds: readonly ClientKind[];
  /**
   * Where the library's documentation puts its callback, on the host and port that the framework's own development
   * server prints. Libraries make the address from what stands in the browser, so `localhost` and `127.0.0.1` are two.
   * Those that ask for a name of the provider are told `portal`.
   */
  uri: string;
}

/** Where the usual library of a framework wants people back, while developing. */
export const frameworkUris = {
  authjs: { kinds: ["web"], uri: "http://localhost:3001/api/auth/callback/portal" },
  betterAuth: { kinds: ["web"], uri: "http://localhost:3001/api/auth/oauth2/callback/portal" },
  nextOpenidClient: { kinds: ["web"], uri: "http://localhost:3001/auth/callback" },
  authjsExpress: { kinds: ["web"], uri: "http://localhost:3001/auth/callback/portal" },
  expressOpenid: { kinds: ["web"], uri: "http://localhost:3001/callback" },
  express: { kinds: ["web"], uri: "http://localhost:3001/cb" },
  djangoAllauth: { kinds: ["web"], uri: "http://127.0.0.1:8000/accounts/oidc/portal/login/callback/" },
  djangoOidc: { kinds: ["web"], uri: "http://127.0.0.1:8000/oidc/callback/" },
  django: { kinds: ["web"], uri: "http://127.0.0.1:8000/authorize" },
  flask: { kinds: ["web"], uri: "http://127.0.0.1:5000/authorize" },
  fastapi: { kinds: ["web"], uri: "http://127.0.0.1:8000/auth" },
  go: { kinds: ["web"], uri: "http://127.0.0.1:5556/auth/portal/callback" },
  rails: { kinds: ["web"], uri: "http://127.0.0.1:3001/auth/openid_connect/callback" },
  laravel: { kinds: ["web"], uri: "http://127.0.0.1:8000/auth/callback" },
  spring: { kinds: ["web"], uri: "http://localhost:8080/login/oauth2/code/portal" },
  dotnet: { kinds: ["web"], uri: "https://localhost:7001/signin-oidc" },
  oauth2Proxy: { kinds: ["web"], uri: "http://127.0.0.1:4180/oauth2/callback" },
  apache: { kinds: ["web"], uri: "http://localhost/secure/redirect_uri" },
  vite: { kinds: ["spa"], uri: "http://localhost:5173/callback" },
  react: { kinds: ["spa"], uri: "http://localhost:5173/" },
  angular: { kinds: ["spa"], uri: "http://localhost:4200" },
  loopback: { kinds: ["native", "device"], uri: "http://127.0.0.1/callback" },
  appLink: { kinds: ["native", "device"], uri: "com.example.app:/callback" },
} as const satisfies Record<string, FrameworkUri>;

export type Framework = keyof typeof frameworkUris;

/** The frameworks that a kind of client is made with. */
export function frameworksFor(kind: ClientKind): Framework[] {
  return listFrameworks().filter((name) => (frameworkUris[name].kinds as readonly ClientKind[]).includes(kind));
}

/** The framework of this name; null when there is none, as when a form says nothing. */
export function findFramework(name: string): Framework | null {
  return listFrameworks().find((each) => each === name) ?? null;
}

function listFrameworks(): Framework[] {
  return Object.keys(frameworkUris) as Framework[];
}
