import type { Factor } from "./factor";

/** A password, checked by `signIn`. A person who signs up or sets up the portal has just chosen it. */
export const passwordFactor = {
  name: "password",
  amr: ["pwd"],
  restsOn: "knowledge",
  page: "/login",
} as const satisfies Factor;
