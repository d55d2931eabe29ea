import type { Factor } from "./factor";

/**
 * A recovery code, checked by `tryRecoveryCode`: a secret on paper that works once, which RFC 8176 calls `otp`.
 * @see NIST SP 800-63B-4 §3.1.2 (look-up secrets)
 */
export const recoveryCodeFactor = {
  name: "recovery_code",
  amr: ["otp"],
  restsOn: "possession",
  page: "/login/recovery",
} as const satisfies Factor;
