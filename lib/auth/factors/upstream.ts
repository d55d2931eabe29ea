import type { Factor } from "./factor";

/**
 * An account at an upstream, checked by `UpstreamClient`. It stands for the password, and is no second factor: how its
 * person signed in there, the portal does not know. For the same reason it has none of RFC 8176's names, which has none for
 * a sign-in elsewhere.
 */
export const upstreamFactor = {
  name: "upstream",
  amr: [],
  restsOn: "knowledge",
  page: "/login",
} as const satisfies Factor;
