import { headers } from "next/headers";
import { getAuthorizationServer } from "@/lib/authorization-server";
import { readBrowserToken } from "@/lib/http/browser-cookie";
import { createCsrfToken } from "@/lib/http/csrf";
import { type FormState, readFormState } from "@/lib/http/form-state";
import { getPageContext } from "@/lib/http/page-context";
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
  const browserToken = readBrowserToken(requestHeaders) ?? "";
  return {
    page,
    user,
    destination,
    csrf: createCsrfToken(browserToken, isSessionBound ? (user?.sessionId ?? null) : null),
    formState: readFormState(requestHeaders, form),
    interaction: destination.requestId
      ? await findInteraction(destination.requestId, browserToken, user, requestHeaders)
      : null,
    query,
  };
}

async function findInteraction(
  requestId: string,
  browserToken: string,
  user: CurrentUser | null,
  requestHeaders: Headers,
) {
  const { context } = await getAuthorizationServer();
  const authentication = user && {
    sessionId: user.sessionId,
    userId: user.userId,
    authenticatedAt: user.authenticatedAt,
    amr: user.amr,
    accountCount: await countSignedIn(requestHeaders),
  };
  return getInteraction(requestId, browserToken, authentication, context);
}
