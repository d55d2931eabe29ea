import { getAuthorizationServer } from "@/lib/authorization-server";
import { recordEvent } from "@/lib/db/audit-events";
import { sourceOf } from "@/lib/http/act-source";
import { seeOther } from "@/lib/http/see-other";
import { goOnAfterLogout } from "@/lib/oauth/logout/leave-session";
import { findLogoutReturn, logoutParams, logoutPath } from "./logout-view";
import { handlePageForm } from "./page-form-handler";
import { forgetAllAccounts } from "./switch-account";

/** `POST /logout/submit`. Its token belongs to the session, so that no other page can sign a person out. */
export function handleSignOut(request: Request): Promise<Response> {
  const options = { name: "logout", page: "/logout", kept: logoutParams, isSessionBound: true };
  return handlePageForm(request, options, async ({ user, fields }) => {
    if (!user) return seeOther(logoutPath(fields));
    // Who leaves a shared computer expects that nobody is signed in there afterwards.
    const { ended, setCookies } = await forgetAllAccounts(request);
    const source = sourceOf(request);
    for (const { userId, sessionId } of ended) {
      await recordEvent({ type: "sign_out", outcome: "ok", userId, data: { sessionId } }, source);
    }
    const { context } = await getAuthorizationServer();
    const sessionIds = ended.map(({ sessionId }) => sessionId);
    const back = await findLogoutReturn(fields);
    return goOnAfterLogout({ sessionIds, target: back?.target ?? `${context.issuer}/logout`, setCookies }, context);
  });
}
