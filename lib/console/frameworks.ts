import type { ClientKind } from "../oauth/model";

/** Where the usual library of a framework wants people back, while developing. Loopback by number, as RFC 8252 §8.3 advises. */
export const frameworkUris = {
  authjs: { kinds: ["web"], uri: "http://127.0.0.1:3001/api/auth/callback/portal" },
  nextOpenidClient: { kinds: ["web"], uri: "http://127.0.0.1:3001/auth/callback" },
  express: { kinds: ["web"], uri: "http://127.0.0.1:8080/auth/callback" },
  django: { kinds: ["web"], uri: "http://127.0.0.1:8000/auth/callback" },
  flask: { kinds: ["web"], uri: "http://127.0.0.1:5000/auth/callback" },
  rails: { kinds: ["web"], uri: "http://127.0.0.1:3001/auth/openid_connect/callback" },
  laravel: { kinds: ["web"], uri: "http://127.0.0.1:8000/auth/callback" },
  spring: { kinds: ["web"], uri: "http://127.0.0.1:8080/login/oauth2/code/portal" },
  dotnet: { kinds: ["web"], uri: "https://127.0.0.1:7001/signin-oidc" },
  vite: { kinds: ["spa"], uri: "http://127.0.0.1:5173/callback" },
  loopback: { kinds: ["native", "device"], uri: "http://127.0.0.1/callback" },
  appLink: { kinds: ["native", "device"], uri: "com.example.app:/callback" },
} as const satisfies Record<string, { kinds: readonly ClientKind[]; uri: string }>;

export type Framework = keyof typeof frameworkUris;

/** The frameworks that a kind of client is made with. */
export function frameworksFor(kind: ClientKind): Framework[] {
  const names = Object.keys(frameworkUris) as Framework[];
  return names.filter((name) => (frameworkUris[name].kinds as readonly ClientKind[]).includes(kind));
}
