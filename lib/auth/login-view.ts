import { headers } from "next/headers";
import { cache } from "react";
import { getWords } from "@/lib/i18n/words";
import type { Interaction } from "@/lib/oauth/authorize/interaction";
import { type AuthPage, readAuthPage, type SearchParams } from "./auth-page";
import { listBrowserAccounts } from "./browser-accounts";
import { type AppView, toAppView } from "./consent-view";
import { pathFor } from "./destination";
import { cleanName } from "./display-name";
import { findLogoOfRequest } from "./logo-path";
import { isSignUpOpen } from "./portal-settings";

/** What the sign-in page shows. */
export interface LoginView extends Pick<AuthPage, "page" | "csrf" | "destination"> {
  documentTitle: string;
  title: string;
  /** what stands before the app's name, in keeping with the title */
  appLead: string;
  /** the app whose request waits */
  app: AppView | null;
  /** of that app, on this origin */
  logoSrc: string | null;
  /** the person has nothing to do here */
  redirectTo: string | null;
  /** signed in and allowed: only the step to this app is left */
  readyFor: string | null;
  error: { title: string; help: string | null } | null;
  fieldErrors: { username?: string; password?: string };
  notice: { tone: "info" | "warning"; text: string } | null;
  email: string;
  signedInAs: string | null;
  isSignUpOpen: boolean;
}

/** Read once per request, for the page and its title. */
export const readLoginView = cache(async (searchParams: SearchParams): Promise<LoginView> => {
  const isSwitching = (await searchParams).switch === "1";
  const isFreshNeeded = (await searchParams).fresh === "1";
  const own = await readAuthPage(searchParams, { form: "login", isSessionBound: false });
  const { page, destination, interaction, user, formState } = own;
  const isReady = interaction?.kind === "ready" && !isSwitching;
  // The form that goes on to the client belongs to the session.
  const csrf = isReady ? (await readAuthPage(searchParams, { form: "continue", isSessionBound: true })).csrf : own.csrf;
  const { common, auth } = getWords();
  const words = auth.login;
  const appName = interaction && interaction.kind !== "unknown" ? cleanName(interaction.client.name) : null;
  const mustProve = interaction?.kind === "login" && interaction.reason !== "none";
  // The person who is signed in proves it again; where the app expects another, nobody is suggested.
  const isAgain = isFreshNeeded || (mustProve && interaction.reason !== "hint" && !isSwitching);
  const title = isReady && appName ? auth.ready.title(appName) : isAgain ? words.titleAgain : words.title;
  const error = formState?.error ?? null;
  const isFieldError = error === "no_email" || error === "no_password";
  const documentTitle = common.pageTitle(title, appName, page.portalName);
  const message = error && error in words.errors ? words.errors[error as keyof typeof words.errors] : null;
  return {
    page,
    csrf,
    destination,
    documentTitle: message ? common.errorTitle(documentTitle) : documentTitle,
    title,
    appLead: isAgain ? words.to : words.toContinueTo,
    app: interaction && interaction.kind !== "unknown" ? toAppView(interaction) : null,
    logoSrc: await findLogoOfRequest(interaction),
    redirectTo: isSwitching || error ? null : await findRedirect(own, isFreshNeeded),
    readyFor: isReady ? appName : null,
    error: message && !isFieldError ? { title: message, help: findHelp(error) } : null,
    fieldErrors: {
      ...(error === "no_email" ? { username: words.errors.no_email } : {}),
      ...(error === "no_password" ? { password: words.errors.no_password } : {}),
    },
    notice: findNotice(own, isFreshNeeded),
    email: formState?.values.username ?? findHint(interaction) ?? (isAgain ? (user?.email ?? "") : ""),
    signedInAs: isReady || isSwitching ? (user?.email ?? null) : null,
    isSignUpOpen: (await isSignUpOpen()) && !isFreshNeeded && !mustProve,
  };
});

async function findRedirect(
  { interaction, destination, user }: AuthPage,
  isFreshNeeded: boolean,
): Promise<string | null> {
  if (interaction?.kind === "choose") return pathFor("/choose", destination);
  // Nobody is current, but somebody is signed in with this browser: they only have to say that it is them.
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
  return destination.returnTo ?? "/account";
}

function findHelp(error: string | null): string | null {
  const { errors } = getWords().auth.login;
  if (error === "wrong") return errors.wrongHelp;
  return error === "suspended" ? errors.suspendedHelp : null;
}

function findNotice({ interaction, isNewBrowser }: AuthPage, isFreshNeeded: boolean): LoginView["notice"] {
  const words = getWords().auth.login;
  if (interaction?.kind === "unknown") {
    // The app's request was left with a cookie a moment ago.
    return { tone: "warning", text: isNewBrowser ? words.noCookies : words.requestUnknown };
  }
  if (interaction?.kind === "login" && interaction.wasExpired) return { tone: "info", text: words.wasExpired };
  if (interaction?.kind === "login" && interaction.reason === "hint") return { tone: "info", text: words.otherPerson };
  return isFreshNeeded ? { tone: "info", text: words.freshNeeded } : null;
}

function findHint(interaction: Interaction | null): string | null {
  const hint = interaction?.kind === "login" ? interaction.request.loginHint : null;
  return hint && hint.length <= 254 && hint.includes("@") ? hint : null;
}
