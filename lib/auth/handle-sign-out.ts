import { recordEvent } from "@/lib/db/audit/events";
import { sourceOf } from "@/lib/http/act-source";
import { seeOther } from "@/lib/http/see-other";
import { goOnAfterLogout } from "@/lib/oauth/logout/leave-session";
import { logoutForm } from "./auth-forms";
import { formRoute } from "./form-route";
import { findLogoutReturn, logoutPath } from "./logout-view";
import { getProtocolContext } from "./protocol-context";
import { forgetAllAccounts } from "./switch-account";

/** `POST /logout/submit`. Its token belongs to the session, so that no other page can sign a person out. */
export const handleSignOut = formRoute(logoutForm, async ({ request, sent, user }) => {
  if (!user) return seeOther(logoutPath(sent));
  // Somebody who leaves a shared computer expects that nobody is signed in there afterwards.
  const { ended, setCookies } = await forgetAllAccounts(request);
  const source = sourceOf(request);
  for (const { userId, sessionId } of ended) {
    await recordEvent({ type: "sign_out", outcome: "ok", userId, data: { sessionId } }, source);
  }
  const context = getProtocolContext();
  const sessionIds = ended.map(({ sessionId }) => sessionId);
  const back = await findLogoutReturn(sent);
  const target = back?.target ?? `${context.issuer}/logout`;
  const reader = { request, uiLocales: null, locale: user.locale };
  return goOnAfterLogout({ sessionIds, target, setCookies }, reader, context);
});
