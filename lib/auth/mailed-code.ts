import { z } from "zod";
import { findUserByEmail } from "@/lib/db/people/users";
import { getEnv } from "@/lib/env";
import { getClientAddress } from "@/lib/http/client-address";
import { clearCookie, readCookies, serializeCookie } from "@/lib/http/cookies";
import { localeOf, wordsTo } from "@/lib/http/request-words";
import { pathWith } from "@/lib/http/see-other";
import { getPortalName } from "@/lib/settings/portal-settings";
import type { Destination } from "./destination";
import { createMailedSecrets, EMAIL_CODE_LIFETIME, spaceCode } from "./email-code";
import { putMail } from "./mail";
import { countTry, limitAddress, rateLimitRules } from "./rate-limit";
import { seal, unseal } from "./sealed-cookie";

/** What a mailed code is for. */
export type MailedPurpose = "reset" | "sign_in";

/** Where its link leads, and what its mail is called in the log. */
const MAILS = {
  reset: { page: "/reset/confirm", what: "a code for a new password" },
  sign_in: { page: "/login/mail/confirm", what: "a code for a sign-in" },
} as const satisfies Record<MailedPurpose, { page: string; what: string }>;

const pendingSchema = z.object({
  codeId: z.string(),
  email: z.string(),
  requestId: z.string().nullable(),
  returnTo: z.string().nullable(),
});

/** A code that this browser asked for: only here it can be typed, and what the person came for goes on from here. */
export interface PendingCode {
  codeId: string;
  /** as it was typed, in its normal form; whether it has an account is not known */
  email: string;
  destination: Destination;
}

/**
 * Mails a code and a link to an address, if it has an account that is not suspended. If not, the answer is the same and
 * takes as long. After several recent mails it sends no other one: the links in those still work in any browser, so
 * nobody can keep the owner out by asking for codes.
 * @param email in the form of `normalizeEmail`
 * @see OWASP ASVS 5.0 6.3.8, 6.4.3, 6.5.5
 */
export async function startMailedCode(
  { purpose, email, destination }: { purpose: MailedPurpose; email: string; destination: Destination },
  request: Request,
  now = new Date(),
): Promise<{ kind: "sent"; setCookie: string } | { kind: "limited"; seconds: number }> {
  const seconds = await countTry(limitAddress(rateLimitRules.mailedCodeByAddress, getClientAddress(request)), now);
  if (seconds !== null) return { kind: "limited", seconds };
  const isEnough = (await countTry([{ rule: rateLimitRules.mailedCodeByRecipient, subject: email }], now)) !== null;
  const user = await findUserByEmail(email);
  const isMailed = user !== null && user.suspendedAt === null && !isEnough;
  const secrets = await createMailedSecrets({ email, userId: isMailed ? user.userId : null, purpose }, now);
  const words = wordsTo(user?.locale ?? null, localeOf(request));
  const { page, what } = MAILS[purpose];
  const mail = words.auth.mails[purpose === "reset" ? "reset" : "signInCode"]({
    portalName: await getPortalName(),
    code: spaceCode(secrets.code),
    href: new URL(pathWith(page, { token: secrets.linkToken }), getEnv().issuer).href,
  });
  const to = isMailed ? email : null;
  await putMail({ ...mail, to, what, language: words.common.language, lifetime: EMAIL_CODE_LIFETIME }, now);
  const sealed = await seal(purpose, { codeId: secrets.codeId, email, ...destination }, EMAIL_CODE_LIFETIME, now);
  return { kind: "sent", setCookie: serializeCookie("mailed_code", sealed) };
}

/** The code that this browser waits for; null: none, or it is over. */
export async function findPendingCode(
  purpose: MailedPurpose,
  source: Request | Headers,
  now = new Date(),
): Promise<PendingCode | null> {
  for (const sealed of readCookies(source, "mailed_code")) {
    const { data } = pendingSchema.safeParse(await unseal(purpose, sealed, now));
    if (!data) continue;
    const { codeId, email, requestId, returnTo } = data;
    return { codeId, email, destination: { requestId, returnTo } };
  }
  return null;
}

/** The `Set-Cookie` value after the code was used. */
export function clearPendingCode(): string {
  return clearCookie("mailed_code");
}
