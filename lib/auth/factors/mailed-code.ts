import type { Factor } from "./factor";

/**
 * A code that was mailed to the person, or the link beside it; or the link that an operator made for them. It stands in
 * for the password, which the same mailbox could change: together they are no two factors, and a mailbox is nothing
 * that somebody has (NIST SP 800-63B-4 §3.1.3.1). Of RFC 8176's names `otp` is the nearest: a code that works once.
 * `sms` and `mca` name other ways to bring it.
 */
export const mailedCodeFactor = {
  name: "mailed_code",
  amr: ["otp"],
  restsOn: "knowledge",
  page: "/login/mail",
} as const satisfies Factor;
