import { recordEvent } from "@/lib/db/audit-events";
import type { User } from "@/lib/db/users";
import { sourceOf } from "@/lib/http/act-source";
import { seeOther, withCookies } from "@/lib/http/see-other";
import { continueAuthorization } from "@/lib/oauth/authorize/interaction";
import type { Authentication } from "@/lib/oauth/model";
import type { Destination } from "./destination";
import { rememberPerson } from "./known-browser";
import { getRequestContext } from "./request-context";
import { createSession } from "./session";
import { showSession } from "./shown-session";

/**
 * A person proved who they are: starts the session and sends the browser on to where it wanted to go, which may be the
 * client itself. `amr`: RFC 8176 method names.
 */
export async function arrive(
  {
    user,
    amr,
    request,
    browserToken,
    destination,
  }: { user: User; amr: string[]; request: Request; browserToken: string; destination: Destination },
  now = new Date(),
): Promise<Response> {
  const { sessionId, setCookies } = await createSession({ userId: user.userId, amr, request }, now);
  await recordEvent(
    {
      type: "sign_in.succeeded",
      outcome: "ok",
      userId: user.userId,
      data: { sessionId, amr },
    },
    sourceOf(request),
  );
  const cookies = [...setCookies, showSession(sessionId), rememberPerson(request, user.userId, browserToken)];
  if (!destination.requestId) return seeOther(destination.returnTo ?? "/account", cookies);
  const { userId } = user;
  const authentication: Authentication = { sessionId, userId, authenticatedAt: now, amr, accountCount: 1 };
  const context = await getRequestContext(request);
  return withCookies(
    await continueAuthorization(destination.requestId, browserToken, authentication, context),
    cookies,
  );
}
