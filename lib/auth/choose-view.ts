import { headers } from "next/headers";
import { cache } from "react";
import { getAuthorizationServer } from "@/lib/authorization-server";
import { normalizeEmail } from "@/lib/db/mail-address";
import { getWords } from "@/lib/i18n/words";
import { expectsAnother } from "@/lib/oauth/authorize/expects-another";
import type { Interaction } from "@/lib/oauth/authorize/interaction";
import { decodeEmail } from "@/lib/oauth/punycode";
import { type AuthPage, readAuthPage, type SearchParams } from "./auth-page";
import { type BrowserAccount, listBrowserAccounts } from "./browser-accounts";
import { type AppView, toAppView } from "./consent-view";
import { pathFor } from "./destination";
import { cleanName } from "./display-name";
import { findLogoOfRequest } from "./logo-path";

/** What the account chooser shows. */
export interface ChooseView extends Pick<AuthPage, "page" | "csrf" | "destination"> {
  documentTitle: string;
  /** the app whose request waits */
  app: AppView | null;
  /** of that app, on this origin */
  logoSrc: string | null;
  accounts: { sessionId: string; name: string | null; email: string; isSignedIn: boolean }[];
  notice: string | null;
  /** the app expects somebody who is not offered; never says whom */
  expectation: string | null;
  /** there is nothing to choose */
  redirectTo: string | null;
}

/** Read once per request, for the page and its title. */
export const readChooseView = cache(async (searchParams: SearchParams): Promise<ChooseView> => {
  const own = await readAuthPage(searchParams, { form: "choose", isSessionBound: false });
  const { page, csrf, destination, interaction, formState } = own;
  const accounts = await listBrowserAccounts(await headers());
  const { common, auth } = getWords();
  const app = interaction && interaction.kind !== "unknown" ? toAppView(interaction) : null;
  const title = common.pageTitle(auth.choose.title, app?.name ?? null, page.portalName);
  return {
    page,
    csrf,
    destination,
    documentTitle: formState ? common.errorTitle(title) : title,
    app,
    logoSrc: await findLogoOfRequest(interaction),
    accounts: accounts.map(({ sessionId, name, email, isSignedIn }) => {
      return { sessionId, name: name && cleanName(name), email: decodeEmail(email), isSignedIn };
    }),
    notice: formState ? auth.choose.gone : null,
    expectation: app && (await isAnotherExpected(interaction, accounts)) ? auth.choose.expectsAnother(app.name) : null,
    redirectTo: findRedirect(own, accounts.length),
  };
});

async function isAnotherExpected(
  interaction: Interaction | null,
  accounts: readonly BrowserAccount[],
): Promise<boolean> {
  if (interaction?.kind !== "choose") return false;
  const { context } = await getAuthorizationServer();
  const { request, client } = interaction;
  const loginHint = request.loginHint === null ? null : normalizeEmail(request.loginHint);
  return expectsAnother({ request: { ...request, loginHint }, client }, accounts, context);
}

function findRedirect({ interaction, destination }: AuthPage, count: number): string | null {
  if (interaction?.kind === "answered") return pathFor("/consent", destination);
  return interaction?.kind === "unknown" || count === 0 ? pathFor("/login", destination) : null;
}
