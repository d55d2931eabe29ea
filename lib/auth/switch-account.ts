import type { Authentication } from "@/lib/oauth/model";
import { type BrowserAccount, listBrowserAccounts, serializeAccounts } from "./browser-accounts";
import { endSession } from "./session";
import { showSession } from "./shown-session";

/**
 * Makes another account of this browser the current one.
 * `signed_out`: the person has to sign in again; null: the browser does not hold such a session.
 */
export async function switchAccount(
  request: Request,
  sessionId: string,
  now = new Date(),
): Promise<
  | { kind: "switched"; authentication: Authentication; setCookies: string[] }
  | { kind: "signed_out"; email: string }
  | null
> {
  const accounts = await listBrowserAccounts(request, now);
  const chosen = accounts.find((each) => each.sessionId === sessionId);
  if (!chosen) return null;
  if (!chosen.isSignedIn) return { kind: "signed_out", email: chosen.email };
  const { userId, authenticatedAt, amr, locale } = chosen;
  const accountCount = accounts.filter(({ isSignedIn }) => isSignedIn).length;
  const others = accounts.filter((each) => each !== chosen).map(({ token }) => token);
  return {
    kind: "switched",
    authentication: { sessionId, userId, authenticatedAt, amr, accountCount, locale },
    setCookies: [...serializeAccounts(chosen.token, others), showSession(sessionId)],
  };
}

/**
 * Ends this session if it belongs to this browser, and removes the account from the browser's list; null if it does
 * not.
 */
export async function forgetAccount(
  request: Request,
  sessionId: string,
  now = new Date(),
): Promise<{ userId: string; isSignedIn: boolean; setCookies: string[] } | null> {
  const accounts = await listBrowserAccounts(request, now);
  const gone = accounts.find((each) => each.sessionId === sessionId);
  if (!gone) return null;
  const { userId, isSignedIn } = gone;
  if (isSignedIn) await endSession(sessionId, now);
  const left = accounts.filter((each) => each !== gone);
  const current = left.find(({ isCurrent }) => isCurrent)?.token ?? null;
  const others = left.map(({ token }) => token).filter((token) => token !== current);
  return { userId, isSignedIn, setCookies: serializeAccounts(current, others) };
}

/** Signs everybody out of this browser and empties its list. Answers the ended sessions and the `Set-Cookie` values. */
export async function forgetAllAccounts(
  request: Request,
  now = new Date(),
): Promise<{ ended: Pick<BrowserAccount, "sessionId" | "userId">[]; setCookies: string[] }> {
  const ended = (await listBrowserAccounts(request, now)).filter(({ isSignedIn }) => isSignedIn);
  for (const { sessionId } of ended) await endSession(sessionId, now);
  return { ended, setCookies: serializeAccounts(null, []) };
}
