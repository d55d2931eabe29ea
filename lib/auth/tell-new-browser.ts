import { hasOtherSession } from "@/lib/db/people/sessions";
import type { User } from "@/lib/db/people/users";
import { getEnv } from "@/lib/env";
import { getClientAddress } from "@/lib/http/client-address";
import { localeOf, wordsTo } from "@/lib/http/request-words";
import { getPortalName } from "@/lib/settings/portal-settings";
import { describeDevice } from "./describe-device";
import { isKnownBrowser } from "./known-browser";
import { notify } from "./notify";

/** Milliseconds for which a mail about a new password speaks for the sign-in that comes of it, too. */
const JUST_NOW = 60_000;

/**
 * Mails a person that their account was used in a browser that they had not used before. Not for their very first
 * browser, nor for the one in which they have just chosen a new password.
 * @see OWASP ASVS 5.0 6.3.7
 */
export async function tellNewBrowser(
  {
    user,
    amr,
    request,
    browserToken,
    sessionId,
  }: { user: User; amr: readonly string[]; request: Request; browserToken: string; sessionId: string },
  now: Date,
): Promise<void> {
  if (isKnownBrowser(request, user, browserToken)) return;
  const forgottenAt = user.browsersForgottenAt?.getTime() ?? 0;
  // That sign-in came of the mail or the link. A password was typed by somebody else: whoever changed it stayed signed in.
  if (!amr.includes("pwd") && Math.abs(now.getTime() - forgottenAt) < JUST_NOW) return;
  if (!(await hasOtherSession(user.userId, sessionId))) return;
  const words = wordsTo(user.locale, localeOf(request));
  const { on, unknownDevice } = words.account.sessions;
  const { browser, system } = describeDevice(request.headers.get("user-agent"));
  const seen = {
    portalName: await getPortalName(),
    browser: browser && system ? on(browser, system) : (browser ?? system ?? unknownDevice),
    address: getClientAddress(request) ?? words.account.activity.unknownAddress,
    href: `${getEnv().issuer}/account/sessions`,
  };
  const mail = words.auth.mails.newBrowser(seen, now);
  await notify("a new browser", { to: user.email, words, ...mail });
}
