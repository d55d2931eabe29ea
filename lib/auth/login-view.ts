import { headers } from "next/headers";
import { cache } from "react";
import { listKnownUpstreams } from "@/lib/db/people/upstreams";
import type { Words } from "@/lib/i18n/words";
import type { Interaction } from "@/lib/oauth/authorize/interaction";
import { cleanName } from "@/lib/oauth/client/display-name";
import { findNextPage } from "./accept-proof";
import { continueForm, signInForm } from "./auth-forms";
import { type AuthPage, readAuthPage, type SearchParams } from "./auth-page";
import { listBrowserAccounts } from "./browser-accounts";
import { type AppView, toAppView } from "./consent-view";
import { pathFor } from "./destination";
import { pageOf } from "./go-on";
import { findPersonOf } from "./half-signed-in";
import { findLogoOfRequest } from "./logo-path";
import { getPageWords } from "./page-words";
import { requestPasskey } from "./passkeys";
import { isSignUpOpen } from "./sign-up-policy";
import { findStepUp } from "./step-up";
import { canProveAnew } from "./upstreams/presets";
import { findWaiting } from "./upstreams/waiting-account";

/** What the sign-in page shows. */
export interface LoginView extends Pick<AuthPage, "page" | "csrf" | "destination"> {
  documentTitle: string;
  title: string;
  /** the words before the app's name, which fit the title */
  appLead: string;
  /** the app whose request waits */
  app: AppView | null;
  /** of that app, on this origin */
  logoSrc: string | null;
  /** the person has nothing to do here */
  redirectTo: string | null;
  /** the person is signed in and has allowed the app: only the step to the app is left */
  readyFor: string | null;
  error: { title: string; help: string | null } | null;
  fieldErrors: { username?: string; password?: string };
  notice: { tone: "info" | "warning"; text: string } | null;
  email: string;
  signedInAs: string | null;
  isSignUpOpen: boolean;
  /** other places where people can sign in to come here */
  upstreams: { id: string; name: string }[];
  /** for the browser, which may have passkeys of whomever */
  passkey: Awaited<ReturnType<typeof requestPasskey>>;
  /** a passkey that was just refused because no account has it */
  unknownPasskeyId: string | null;
}

/** Read once per request, for the page and its title. */
export const readLoginView = cache(async (searchParams: SearchParams): Promise<LoginView> => {
  const isSwitching = (await searchParams).switch === "1";
  const isFreshNeeded = (await searchParams).fresh === "1";
  const own = await readAuthPage(searchParams, signInForm);
  const { page, destination, interaction, user, formState } = own;
  const isReady = interaction?.kind === "ready" && !isSwitching;
  // The token of the form that leads on to the client belongs to the session.
  const csrf = isReady ? (await readAuthPage(searchParams, continueForm)).csrf : own.csrf;
  const words = await getPageWords();
  const { common, auth } = words;
  const texts = auth.login;
  const appName = interaction && interaction.kind !== "unknown" ? cleanName(interaction.client.name) : null;
  const mustProve = interaction?.kind === "login" && interaction.reason !== "none";
  // The signed-in person proves who they are again. If the app expects somebody else, nobody is suggested.
  const isAgain = isFreshNeeded || (mustProve && interaction.reason !== "hint" && !isSwitching);
  const title = isReady && appName ? auth.ready.title(appName) : isAgain ? texts.titleAgain : texts.title;
  const error = formState?.error ?? null;
  const documentTitle = common.pageTitle(title, appName, page.portalName);
  const message = formState?.message ?? null;
  const [upstreams, found] = await Promise.all([
    listKnownUpstreams(),
    findWaiting(await headers(), destination, new Date()),
  ]);
  const waiting = found?.ownerId ? found : null;
  const field = formState?.field ?? null;
  return {
    page,
    csrf,
    destination,
    documentTitle: message ? common.errorTitle(documentTitle) : documentTitle,
    title,
    appLead: isAgain ? texts.to : texts.toContinueTo,
    app: interaction && interaction.kind !== "unknown" ? toAppView(interaction) : null,
    logoSrc: await findLogoOfRequest(interaction),
    redirectTo: isSwitching || error ? null : ((await findStepUpPage(own)) ?? (await findRedirect(own, isFreshNeeded))),
    readyFor: isReady ? appName : null,
    error: message && field === null ? { title: message, help: findHelp(error, words) } : null,
    fieldErrors: message && field ? { [field]: message } : {},
    notice: waiting
      ? { tone: "info", text: texts.linkWaits({ name: waiting.upstreamName, label: waiting.email ?? "" }) }
      : findNotice(own, isFreshNeeded, words),
    email:
      formState?.values.username ?? waiting?.email ?? findHint(interaction) ?? (isAgain ? (user?.email ?? "") : ""),
    signedInAs: isReady || isSwitching ? (user?.email ?? null) : null,
    passkey: await requestPasskey({ browserToken: own.browserToken, userId: null }),
    unknownPasskeyId: error === "passkey_unknown" ? (formState?.values["credential-id"] ?? null) : null,
    upstreams: upstreams
      .filter((upstream) => upstream.isOn && (!isAgain || canProveAnew(upstream)))
      .map(({ upstreamId: id, name }) => ({ id, name })),
    isSignUpOpen: (await isSignUpOpen()) && !isFreshNeeded && !mustProve,
  };
});

/** Whoever is signed in and lacks a factor is asked for that one only; null: nothing is to be asked so. */
async function findStepUpPage({ interaction, destination, browserToken, user }: AuthPage): Promise<string | null> {
  const isAsked = user !== null && (interaction === null || interaction.kind === "login");
  const half = isAsked ? await findStepUp(await headers(), { browserToken, destination }, new Date()) : null;
  // The page of the factor asks the same.
  const page = half && (await findPersonOf(half)) && (await findNextPage(half, destination));
  return page && pathFor(page, destination);
}

async function findRedirect(
  { interaction, destination, user }: AuthPage,
  isFreshNeeded: boolean,
): Promise<string | null> {
  if (interaction?.kind === "choose") return pathFor("/choose", destination);
  // Nobody is current, but somebody is signed in with this browser: they only have to choose their account.
  const isUnknown = interaction?.kind === "unknown";
  if (
    user === null &&
    !isUnknown &&
    (await listBrowserAccounts(await headers())).some(({ isSignedIn }) => isSignedIn)
  ) {
    return pathFor("/choose", destination);
  }
  if (interaction?.kind === "consent" || interaction?.kind === "answered") return pathFor("/consent", destination);
  if (interaction !== null || user === null || isFreshNeeded) return null;
  return pageOf(destination);
}

function findHelp(error: string | null, words: Words): string | null {
  const { errors } = words.auth.login;
  if (error === "wrong") return errors.wrongHelp;
  if (error === "leaving") return errors.leavingHelp;
  if (error === "passkey_unknown" || error === "passkey_wrong") return errors.passkeyHelp;
  return error === "suspended" ? errors.suspendedHelp : null;
}

function findNotice(
  { interaction, isNewBrowser }: AuthPage,
  isFreshNeeded: boolean,
  words: Words,
): LoginView["notice"] {
  const texts = words.auth.login;
  if (interaction?.kind === "unknown") {
    // The app's request set a cookie a moment ago.
    return { tone: "warning", text: isNewBrowser ? texts.noCookies : texts.requestUnknown };
  }
  if (interaction?.kind === "login" && interaction.wasExpired) return { tone: "info", text: texts.wasExpired };
  if (interaction?.kind === "login" && interaction.reason === "hint") return { tone: "info", text: texts.otherPerson };
  if (interaction?.kind === "login" && interaction.reason === "acr")
    return { tone: "info", text: texts.strongerNeeded };
  return isFreshNeeded ? { tone: "info", text: texts.freshNeeded } : null;
}

function findHint(interaction: Interaction | null): string | null {
  const hint = interaction?.kind === "login" ? interaction.request.loginHint : null;
  return hint && hint.length <= 254 && hint.includes("@") ? hint : null;
}
