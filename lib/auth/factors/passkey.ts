import type { Factor } from "./factor";

/**
 * A passkey, which `verifyPasskey` checks: a key that its device gives out after the person has shown that it is them, and
 * only to this portal's own address. So it is both factors, and cannot be phished. Whether the key is in hardware, it does not
 * say (`pop`, not `hwk` or `swk`).
 */
export const passkeyFactor = {
  name: "passkey",
  amr: ["pop", "user"],
  restsOn: "both",
  page: "/login/passkey",
} as const satisfies Factor;
