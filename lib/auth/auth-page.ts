import { headers } from "next/headers";
import { cache } from "react";
import type { Fields } from "@/lib/forms/fields";
import { type FormState, readFormState } from "@/lib/forms/form-state";
import { readBrowserTokens } from "@/lib/http/browser-cookie";
import { createCsrfToken } from "@/lib/http/csrf";
import { getPageContext } from "@/lib/http/page-context";
import { NEW_BROWSER_HEADER } from "@/lib/http/page-path";
import { getInteraction, type Interaction } from "@/lib/oauth/authorize/interaction";
import type { AuthForm } from "./auth-forms";
import { countSignedIn } from "./browser-accounts";
import type { CurrentUser } from "./current-user";
import { type Destination, readDestination } from "./destination";
import { getPageWords } from "./page-words";
import { getProtocolContext } from "./protocol-context";
import { getCurrentUser } from "./require-user";

/** The query of a page, as Next.js hands it over. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** What the sign-in pages need from the request that they answer. */
export interface AuthPage {
  page: Awaited<ReturnType<typeof getPageContext>>;
  user: CurrentUser | null;
  destination: Destination;
  /** it sent no cookie of ours: this is its first visit, or it keeps no cookies */
  isNewBrowser: boolean;
  /** the browser's secret that the form's token is made with */
  browserToken: string;
  /** for a form's `csrf` field */
  csrf: string;
  /** why the form was refused, as a key and in words; null when it was not */
  formState: (FormState & { message: string | null }) | null;
  /** the app's request that waits; null when the person came without an app */
  interaction: Interaction | null;
  /** a query parameter that was sent exactly once; otherwise null */
  query: (name: string) => string | null;
}

/** Reads what the page of this form shows, once per request, for the page and its title. */
export const readAuthPage = cache(readPage);

async function readPage(
  searchParams: SearchParams,
  form: Pick<AuthForm<Fields, string>, "name" | "isSessionBound" | "problems">,
): Promise<AuthPage> {
  const [parameters, requestHeaders, page, user, words] = await Promise.all([
    searchParams,
    headers(),
    getPageContext(),
    getCurrentUser(),
    getPageWords(),
  ]);
  const query = (name: string) => {
    const value = parameters[name];
    return typeof value === "string" ? value : null;
  };
  const destination = readDestination({ get: query });
  // proxy.ts makes sure that every page request has one.
  const browserTokens = readBrowserTokens(requestHeaders);
  const found = destination.requestId
    ? await findInteraction(destination.requestId, browserTokens, user, requestHeaders)
    : null;
  const browserToken = found?.browserToken ?? browserTokens[0] ?? "";
  const formState = readFormState(requestHeaders, form.name);
  return {
    page,
    user,
    destination,
    isNewBrowser: requestHeaders.has(NEW_BROWSER_HEADER),
    browserToken,
    csrf: createCsrfToken(browserToken, form.isSessionBound ? (user?.sessionId ?? null) : null),
    formState: formState && { ...formState, message: findMessage(form.problems(words), formState.error) },
    interaction: found?.interaction ?? null,
    query,
  };
}

/** The browser may send anything, so it is looked up. */
function findMessage(messages: Record<string, string | null>, key: string): string | null {
  return Object.hasOwn(messages, key) ? (messages[key] ?? null) : null;
}

/** The app's request, and the browser secret (of several) that it was made with. */
async function findInteraction(
  requestId: string,
  browserTokens: readonly string[],
  user: CurrentUser | null,
  requestHeaders: Headers,
): Promise<{ interaction: Interaction; browserToken: string | null }> {
  const context = getProtocolContext();
  const authentication = user && {
    sessionId: user.sessionId,
    userId: user.userId,
    authenticatedAt: user.authenticatedAt,
    amr: user.amr,
    accountCount: await countSignedIn(requestHeaders),
    locale: user.locale,
  };
  for (const browserToken of browserTokens) {
    const interaction = await getInteraction(requestId, browserToken, authentication, context);
    if (interaction.kind !== "unknown") return { interaction, browserToken };
  }
  return { interaction: { kind: "unknown" }, browserToken: null };
}
