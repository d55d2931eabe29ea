import { recordEvent } from "@/lib/db/audit-events";
import { getClientAddress } from "@/lib/http/client-address";
import { seeOther } from "@/lib/http/see-other";
import { handlePageForm } from "./page-form-handler";
import { endSession } from "./session";

/** `POST /logout/submit`. Its token belongs to the session, so that no other page can sign a person out. */
export function handleSignOut(request: Request): Promise<Response> {
  const options = { name: "logout", page: "/logout", isSessionBound: true };
  return handlePageForm(request, options, async ({ user }) => {
    if (!user) return seeOther("/logout");
    const cookie = await endSession(user.sessionId);
    await recordEvent({
      type: "sign_out",
      outcome: "ok",
      userId: user.userId,
      ipAddress: getClientAddress(request),
      data: { sessionId: user.sessionId },
    });
    return seeOther("/logout", [cookie]);
  });
}
