import { headers } from "next/headers";
import { cache } from "react";
import type { User } from "@/lib/db/people/users";
import { readBrowserTokens } from "@/lib/http/browser-cookie";
import { cleanName } from "@/lib/oauth/client/display-name";
import { listFactorsOf } from "./accept-proof";
import { codeForm, enrolForm, passkeyEnrolmentForm, recoveryForm, secondPasskeyForm } from "./auth-forms";
import { type AuthPage, readAuthPage, type SearchParams } from "./auth-page";
import { type AuthenticatorKey, getAuthenticatorKey } from "./authenticator";
import { type AppView, toAppView } from "./consent-view";
import { type Destination, pathFor } from "./destination";
import { findEnrolling } from "./find-enrolling";
import { findHalfPerson } from "./find-half";
import type { HalfSignedInPlace } from "./half-signed-in";
import { findLogoOfRequest } from "./logo-path";
import { getPageWords } from "./page-words";
import { requestNewPasskey, requestPasskey } from "./passkeys";
import { decodeEmail } from "./readable-host";

/** What the page shows on which somebody adds the second factor that they need before they are signed in. */
export interface EnrolView extends Omit<SecondFactorView, "otherWays" | "leaveHref" | "passkey"> {
  authenticatorKey: AuthenticatorKey;
  /** for a browser that can make passkeys */
  passkey: Awaited<ReturnType<typeof requestNewPasskey>>;
  passkeyError: string | null;
}

const FORMS = { passkey: secondPasskeyForm, authenticator: codeForm, recovery_code: recoveryForm };

/** The factors that have a page of their own after the password. */
export type SecondFactor = keyof typeof FORMS;

/** What the page of a second factor shows. */
export interface SecondFactorView extends Pick<AuthPage, "csrf" | "destination"> {
  documentTitle: string;
  title: string;
  /** the app whose request waits */
  app: AppView | null;
  logoSrc: string | null;
  /** who is half signed in */
  email: string;
  error: string | null;
  /** the other factors that the person has */
  otherWays: { factor: SecondFactor; href: string }[];
  /** where somebody goes who is signed in and leaves it at that; null: nobody is */
  leaveHref: string | null;
  /** for the browser, on the page that asks for a passkey */
  passkey: Awaited<ReturnType<typeof requestPasskey>> | null;
}

/** Read once per request, for the page and its title; nobody is half signed in here: the page to go to. */
export const readSecondFactorView = cache(
  async (searchParams: SearchParams, factor: SecondFactor): Promise<SecondFactorView | { redirectTo: string }> => {
    const own = await readAuthPage(searchParams, FORMS[factor]);
    const { destination } = own;
    const { found: user, browserToken } = await findOnPage(destination, findHalfPerson);
    const has = user ? await listFactorsOf(user.userId) : [];
    if (!user || !has.some(({ name }) => name === factor)) return { redirectTo: pathFor("/login", destination) };
    const { auth } = await getPageWords();
    const otherWays = has.flatMap(({ name, page: path }) =>
      name === factor || name === "password" || name === "mailed_code" || name === "upstream"
        ? []
        : [{ factor: name, href: pathFor(path, destination) }],
    );
    const view = await toView(own, user, auth.factors[factor].title);
    const passkey = factor === "passkey" ? await requestPasskey({ browserToken, userId: user.userId }) : null;
    const isSignedIn = own.user?.userId === user.userId && destination.requestId === null;
    return { ...view, otherWays, leaveHref: isSignedIn ? "/account" : null, passkey };
  },
);

/** The same for the page that adds a first second factor. */
export const readEnrolView = cache(async (searchParams: SearchParams): Promise<EnrolView | { redirectTo: string }> => {
  const own = await readAuthPage(searchParams, enrolForm);
  const { destination } = own;
  const { found, browserToken } = await findOnPage(destination, findEnrolling);
  if (!found) return { redirectTo: pathFor("/login", destination) };
  const { user, halfId } = found;
  const { auth } = await getPageWords();
  const view = await toView(own, user, auth.factors.enrol.title);
  const { formState } = await readAuthPage(searchParams, passkeyEnrolmentForm);
  const passkeyError = formState?.message ?? null;
  return {
    ...view,
    documentTitle: passkeyError ? (await getPageWords()).common.errorTitle(view.documentTitle) : view.documentTitle,
    authenticatorKey: await getAuthenticatorKey(user, halfId),
    passkey: await requestNewPasskey(user, browserToken),
    passkeyError,
  };
});

/** What one of these finds in this browser, and the secret (of several) by which it does. */
async function findOnPage<Found>(
  destination: Destination,
  find: (source: Headers, place: HalfSignedInPlace, now: Date) => Promise<Found | null>,
): Promise<{ found: Found | null; browserToken: string }> {
  const sent = await headers();
  const now = new Date();
  const all = await Promise.all(
    readBrowserTokens(sent).map(async (browserToken) => {
      return { browserToken, found: await find(sent, { browserToken, destination }, now) };
    }),
  );
  return all.find(({ found }) => found !== null) ?? { browserToken: "", found: null };
}

async function toView(
  { page, csrf, destination, interaction, formState }: AuthPage,
  user: User,
  title: string,
): Promise<Omit<SecondFactorView, "otherWays" | "leaveHref" | "passkey">> {
  const { common } = await getPageWords();
  const appName = interaction && interaction.kind !== "unknown" ? cleanName(interaction.client.name) : null;
  const documentTitle = common.pageTitle(title, appName, page.portalName);
  return {
    csrf,
    destination,
    title,
    documentTitle: formState ? common.errorTitle(documentTitle) : documentTitle,
    app: interaction && interaction.kind !== "unknown" ? toAppView(interaction) : null,
    logoSrc: await findLogoOfRequest(interaction),
    email: decodeEmail(user.email),
    error: formState?.message ?? null,
  };
}
