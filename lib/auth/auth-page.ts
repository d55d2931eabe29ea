import { headers } from "next/headers";
import { getAuthorizationServer } from "@/lib/authorization-server";
import { readBrowserTokens } from "@/lib/http/browser-cookie";
import { createCsrfToken } from "@/lib/http/csrf";
import { type FormState, readFormState } from "@/lib/http/form-state";
import { getPageContext } from "@/lib/http/page-context";
import { newBrowserHeader } from "@/lib/http/page-path";
import { getInteraction, type Interaction } from "@/lib/oauth/authorize/interaction";
import { countSignedIn } from "./browser-accounts";
import type { CurrentUser } from "./current-user";
import { type Destination, readDestination } from "./destination";
import { getCurrentUser } from "./require-user";

/** The query of a page, as Next.js hands it over. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** What the sign-in pages need of the request they answer. */
export interface AuthPage {
  page: Awaited<ReturnType<typeof getPageContext>>;
  user: CurrentUser | null;
  destination: Destination;
  /** it sent no cookie of ours: its first visit, or it keeps none */
  isNewBrowser: boolean;
  /** for a form's `csrf` field */
  csrf: string;
  /** why the form came back; null when it did not */
  formState: FormState | null;
  /** the app's request that waits; null when the person came without one */
  interaction: Interaction | null;
  /** a parameter of the query that was sent once; else null */
  query: (name: string) => string | null;
}

/**
 * Reads what a sign-in page shows. `isSessionBound`: the form's token belongs to the session, not to the browser alone;
 * the same as in the form's handler.
 */
export async function readAuthPage(
  searchParams: SearchParams,
  { form, isSessionBound }: { form: string; isSessionBound: boolean },
): Promise<AuthPage> {
  const [parameters, requestHeaders, page, user] = await Promise.all([
    searchParams,
    headers(),
    getPageContext(),
    getCurrentUser(),
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
  return {
    page,
    user,
    destination,
    isNewBrowser: requestHeaders.has(newBrowserHeader),
    csrf: createCsrfToken(browserToken, isSessionBound ? (user?.sessionId ?? null) : null),
    formState: readFormState(requestHeaders, form),
    interaction: found?.interaction ?? null,
    query,
  };
}

/** The app's request, and the one of the browser's secrets that it was made with. */
async function findInteraction(
  requestId: string,
  browserTokens: readonly string[],
  user: CurrentUser | null,
  requestHeaders: Headers,
): Promise<{ interaction: Interaction; browserToken: string | null }> {
  const { context } = await getAuthorizationServer();
  const authentication = user && {
    sessionId: user.sessionId,
    userId: user.userId,
    authenticatedAt: user.authenticatedAt,
    amr: user.amr,
    accountCount: await countSignedIn(requestHeaders),
  };
  for (const browserToken of browserTokens) {
    const interaction = await getInteraction(requestId, browserToken, authentication, context);
    if (interaction.kind !== "unknown") return { interaction, browserToken };
  }
  return { interaction: { kind: "unknown" }, browserToken: null };
}
