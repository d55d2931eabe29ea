import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { type CurrentUser, findCurrentUser } from "./current-user";
import { isProofFresh } from "./fresh-proof";
import { getLoginPath } from "./return-to";

/** For server components and Server Actions; read once per request. */
export const getCurrentUser = cache(async (): Promise<CurrentUser | null> => findCurrentUser(await headers()));

/**
 * The person who is signed in; otherwise redirects to the sign-in page, which leads back. `returnTo`: path and query of
 * this page.
 */
export async function requireUser(returnTo: string): Promise<CurrentUser> {
  const user = await getCurrentUser();
  if (!user) redirect(getLoginPath(returnTo));
  return user;
}

/**
 * As `requireUser`, for a person whose last proof is fresh (`isProofFresh`); otherwise redirects to the sign-in page,
 * which leads back to the same page.
 * @see OWASP ASVS 5.0 7.5.1
 */
export async function requireFreshUser(returnTo: string): Promise<CurrentUser> {
  const user = await requireUser(returnTo);
  if (!(await isProofFresh(user))) redirect(getLoginPath(returnTo, { isFresh: true }));
  return user;
}
