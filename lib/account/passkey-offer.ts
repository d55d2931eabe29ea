import { cache } from "react";
import { passkeyOfferForm } from "../auth/auth-forms";
import { type AuthPage, readAuthPage, type SearchParams } from "../auth/auth-page";
import { pathFor } from "../auth/destination";
import { formRoute } from "../auth/form-route";
import { isProofFresh } from "../auth/fresh-proof";
import { goOn, pageOf } from "../auth/go-on";
import { getPageWords } from "../auth/page-words";
import { canAddFirstPasskey, declinePasskey } from "../auth/passkey-offer";
import { serializeFlash } from "../forms/flash-cookie";
import { sourceOf } from "../http/act-source";
import { localeOf, wordsOf } from "../http/request-words";
import { withCookies } from "../http/see-other";
import { addPasskey, readNewPasskey } from "./own-passkeys";

/** What the page shows that offers a passkey. */
export interface PasskeyOfferView extends Pick<AuthPage, "csrf" | "destination"> {
  documentTitle: string;
  error: string | null;
  passkey: Awaited<ReturnType<typeof readNewPasskey>>;
}

/** Read once per request, for the page and its title; where nothing is to be offered: the page to go to. */
export const readPasskeyOffer = cache(
  async (searchParams: SearchParams): Promise<PasskeyOfferView | { redirectTo: string }> => {
    const { user, destination, csrf, browserToken, formState, page } = await readAuthPage(
      searchParams,
      passkeyOfferForm,
    );
    if (!user || !(await isProofFresh(user)) || !(await canAddFirstPasskey(user.userId))) {
      return { redirectTo: destination.requestId ? pathFor("/login", destination) : pageOf(destination) };
    }
    const { common, auth } = await getPageWords();
    const title = common.pageTitle(auth.passkeyOffer.title, page.portalName);
    return {
      csrf,
      destination,
      documentTitle: formState ? common.errorTitle(title) : title,
      error: formState?.message ?? null,
      passkey: await readNewPasskey(user, browserToken, new Date()),
    };
  },
);

/**
 * `POST /login/passkey/new/submit`: the passkey that was offered, or not now. Either way the person goes on to where they
 * were going.
 */
export const handlePasskeyOffer = formRoute(passkeyOfferForm, async (posted) => {
  const { request, values, browserToken, user } = posted;
  // Signed out meanwhile, or it took too long: nothing is added, and what the person came for goes on.
  if (!user || !(await isProofFresh(user))) return await goOn(posted);
  const { userId, locale } = user;
  if (values.answer === "later") {
    return withCookies(await goOn(posted), [declinePasskey({ request, browserToken, userId })]);
  }
  const acting = { ...user, source: sourceOf(request), answerLocale: localeOf(request, { account: locale }) };
  const made = { sealed: values.challenge, answer: values.credential, browserTokens: [browserToken] };
  const result = await addPasskey(acting, made, new Date());
  if (result !== "added") return { kind: "refused", problem: result };
  const { results } = wordsOf(request, { account: locale }).account.security.passkeys.make;
  return withCookies(await goOn(posted), [serializeFlash(results.added)]);
});
