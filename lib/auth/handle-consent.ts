import { wordsOf } from "@/lib/http/request-words";
import { seeOther } from "@/lib/http/see-other";
import { answerConsent } from "@/lib/oauth/authorize/answer-request";
import { getInteraction } from "@/lib/oauth/authorize/interaction";
import { consentForm, continueForm } from "./auth-forms";
import { isHostTyped, toConsentView } from "./consent-view";
import { findAuthentication } from "./current-user";
import { formRoute } from "./form-route";
import { goOn } from "./go-on";
import { countTry, rateLimitRules } from "./rate-limit";
import { getRequestContext } from "./request-context";
import { toShownPage } from "./shown-page";
import { tellNewAccess } from "./tell-new-access";

/**
 * `POST /consent/submit`: takes the person's answer and sends them on to the client. Only the button that says Allow
 * allows.
 * @see RFC 6749 §4.1.1
 */
export const handleConsent = formRoute(consentForm, async ({ request, values, browserToken, destination, user }) => {
  const { answer, scope: scopes, "typed-host": typed, "consent-lifetime": lifetime, revision, lang } = values;
  const { requestId } = destination;
  if (!requestId) return seeOther("/consent");
  if (answer !== "allow" && answer !== "deny") return { kind: "refused", problem: "no_answer" };
  // Who cancels is never kept from it.
  if (answer === "allow" && user) {
    const seconds = await countTry([{ rule: rateLimitRules.allowByAccount, subject: user.userId }]);
    if (seconds !== null) return { kind: "refused", problem: "too_often" };
  }
  const context = await getRequestContext(request, user);
  const authentication = await findAuthentication(request);
  const interaction =
    answer === "allow" ? await getInteraction(requestId, browserToken, authentication, context) : null;
  const consent = interaction?.kind === "consent" ? interaction : null;
  // In the language of the page that was answered, which the browser may have left since.
  const words = wordsOf(request, { uiLocales: lang || null, account: user?.locale });
  const view = consent && toConsentView(consent, words);
  if (view && !isHostTyped(view, scopes, typed)) {
    return { kind: "refused", problem: "host_not_typed", field: "typed-host" };
  }
  // The core lets only the same revision pass, so this is what the answered page showed.
  const shown = view && toShownPage(view, lifetime, words);
  const given = { requestId, browserToken, authentication, answer, scopes, lifetime, revision, shown } as const;
  const answered = await answerConsent(given, context);
  if (answered === null) return { kind: "refused", problem: "page_changed" };
  if (consent && user) await tellNewAccess(consent, { user, ticked: scopes, request });
  return answered;
});

/** `POST /continue/submit`: sends a person who has already signed in and allowed on to the client. */
export const handleContinue = formRoute(continueForm, goOn);
