import type { Factor } from "./factor";

/**
 * A passkey, checked by `verifyPasskey`: a key that its device uses only after the person has shown that it is them,
 * and only for this portal's own address. So it is both factors and cannot be phished. It does not say whether the key
 * is in hardware (`pop`, not `hwk` or `swk`).
 */
export const passkeyFactor = {
  name: "passkey",
  amr: ["pop", "user"],
  restsOn: "both",
  page: "/login/passkey",
} as const satisfies Factor;
