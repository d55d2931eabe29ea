import { headers } from "next/headers";
import { cache } from "react";
import { normalizeEmail } from "@/lib/db/people/mail-address";
import { expectsAnother } from "@/lib/oauth/authorize/expects-another";
import type { Interaction } from "@/lib/oauth/authorize/interaction";
import { cleanName } from "@/lib/oauth/client/display-name";

import { chooseForm } from "./auth-forms";
import { type AuthPage, readAuthPage, type SearchParams } from "./auth-page";
import { type BrowserAccount, listBrowserAccounts } from "./browser-accounts";
import { type AppView, toAppView } from "./consent-view";
import { pathFor } from "./destination";
import { findLogoOfRequest } from "./logo-path";
import { getPageWords } from "./page-words";
import { getProtocolContext } from "./protocol-context";
import { decodeEmail } from "./readable-host";

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
  /** why there is nothing to choose */
  redirectTo: string | null;
}

/** Read once per request, for the page and its title. */
export const readChooseView = cache(async (searchParams: SearchParams): Promise<ChooseView> => {
  const own = await readAuthPage(searchParams, chooseForm);
  const { page, csrf, destination, interaction, formState } = own;
  const accounts = await listBrowserAccounts(await headers());
  const { common, auth } = await getPageWords();
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
    notice: formState?.message ?? null,
    expectation: app && (await isAnotherExpected(interaction, accounts)) ? auth.choose.expectsAnother(app.name) : null,
    redirectTo: findRedirect(own, accounts.length),
  };
});

async function isAnotherExpected(
  interaction: Interaction | null,
  accounts: readonly BrowserAccount[],
): Promise<boolean> {
  if (interaction?.kind !== "choose") return false;
  const context = getProtocolContext();
  const { request, client } = interaction;
  const loginHint = request.loginHint === null ? null : normalizeEmail(request.loginHint);
  return expectsAnother({ request: { ...request, loginHint }, client }, accounts, context);
}

function findRedirect({ interaction, destination }: AuthPage, count: number): string | null {
  if (interaction?.kind === "answered") return pathFor("/consent", destination);
  return interaction?.kind === "unknown" || count === 0 ? pathFor("/login", destination) : null;
}
