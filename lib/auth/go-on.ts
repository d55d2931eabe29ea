import { seeOther } from "@/lib/http/see-other";
import { continueAuthorization } from "@/lib/oauth/authorize/answer-request";
import { findAuthentication } from "./current-user";
import type { Destination } from "./destination";
import type { PostedForm } from "./form-route";
import { getRequestContext } from "./request-context";

/** Where somebody who is signed in goes without an app's request. */
export function pageOf({ returnTo }: Destination): string {
  return returnTo ?? "/account";
}

/** Sends a person who is signed in on to where they were going: to the app's next page or the app, or to a page. */
export async function goOn({
  request,
  browserToken,
  destination,
  user,
}: Pick<PostedForm<never>, "request" | "browserToken" | "destination" | "user">): Promise<Response> {
  if (!destination.requestId) return seeOther(pageOf(destination));
  const context = await getRequestContext(request, user);
  return continueAuthorization(destination.requestId, browserToken, await findAuthentication(request), context);
}
