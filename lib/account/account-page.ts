import { cache } from "react";
import { getPageWords } from "../auth/page-words";
import { requireFreshUser, requireUser } from "../auth/require-user";
import { getPageContext } from "../http/page-context";
import { findOwnApp } from "./connected-apps";
import { findPastApp } from "./consent-history";
import { listOwnPasskeys } from "./own-passkeys";

/**
 * What a page about one connected app starts with, once per request; null for an app that its reader has not allowed.
 */
export const findOwnAppPage = cache(async (clientId: string) => {
  const user = await requireUser((await getPageContext()).path);
  const found = await findOwnApp(user, decodeURIComponent(clientId), await getPageWords(), new Date());
  return found && { ...found, user };
});

/** The same for an app that had access to its reader's account and has none any more; null for any other app. */
export const findPastAppPage = cache(async (clientId: string) => {
  const user = await requireUser((await getPageContext()).path);
  return await findPastApp(user, decodeURIComponent(clientId), await getPageWords());
});

/**
 * What a page about one passkey starts with, once per request; null for a passkey that its reader does not have. A
 * reader whose last proof is not fresh is sent to the sign-in page first.
 */
export const findOwnPasskeyPage = cache(async (passkeyId: string) => {
  const user = await requireFreshUser((await getPageContext()).path);
  return (await listOwnPasskeys(user)).find((each) => each.passkeyId === passkeyId) ?? null;
});
