import type { Factor } from "./factor";

/** A code of an authenticator app, checked by `tryAuthenticatorCode`. */
export const authenticatorFactor = {
  name: "authenticator",
  amr: ["otp"],
  restsOn: "possession",
  page: "/login/code",
} as const satisfies Factor;
