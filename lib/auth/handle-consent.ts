import { seeOther } from "@/lib/http/see-other";
import { answerConsent, continueAuthorization, getInteraction } from "@/lib/oauth/authorize/interaction";
import { isHostTyped, toConsentView } from "./consent-view";
import { findAuthentication } from "./current-user";
import { handlePageForm } from "./page-form-handler";
import { getRequestContext } from "./request-context";

/**
 * `POST /consent/submit`: the person's answer, and on to the client. Only the button that says so allows.
 * @see RFC 6749 §4.1.1
 */
export function handleConsent(request: Request): Promise<Response> {
  const options = { name: "consent", page: "/consent", isSessionBound: true };
  return handlePageForm(request, options, async ({ fields, browserToken, destination, sendBack }) => {
    const answer = fields.get("answer");
    if (!destination.requestId) return seeOther("/consent");
    const scopes = fields.getAll("scope");
    const typed = fields.get("typed-host") ?? "";
    const values = { typedHost: typed, scopes: scopes.join(" ") };
    if (answer !== "allow" && answer !== "deny") return sendBack("no_answer", undefined, values);
    const context = await getRequestContext(request);
    const authentication = await findAuthentication(request);
    if (answer === "allow") {
      const interaction = await getInteraction(destination.requestId, browserToken, authentication, context);
      if (interaction.kind === "consent" && !isHostTyped(toConsentView(interaction), scopes, typed)) {
        return sendBack("host_not_typed", "typed-host", values);
      }
    }
    const { requestId } = destination;
    const offered = fields.getAll("offered");
    return answerConsent({ requestId, browserToken, authentication, answer, scopes, offered }, context);
  });
}

/** `POST /continue/submit`: a person who has signed in and allowed already goes on to the client. */
export function handleContinue(request: Request): Promise<Response> {
  const options = { name: "continue", page: "/login", isSessionBound: true };
  return handlePageForm(request, options, async ({ browserToken, destination }) => {
    if (!destination.requestId) return seeOther(destination.returnTo ?? "/account");
    const context = await getRequestContext(request);
    return continueAuthorization(destination.requestId, browserToken, await findAuthentication(request), context);
  });
}
