import { headers } from "next/headers";
import type { CurrentUser } from "../auth/current-user";
import { requireFreshUser, requireUser } from "../auth/require-user";
import type { ActSource } from "../db/audit/events";
import { sourceOf } from "../http/act-source";
import { localeOf } from "../http/request-words";
import type { Locale } from "../i18n/locale";

/** The person at the browser, and where their request came from. */
export interface ActingUser extends CurrentUser {
  source: ActSource;
  /** the language of the answer */
  answerLocale: Locale;
}

/** For Server Actions: the person; otherwise redirects to the sign-in page, which leads back. */
export async function requireActingUser(returnTo: string): Promise<ActingUser> {
  return withSource(await requireUser(returnTo));
}

/**
 * For Server Actions: a person who proved who they are within ten minutes; otherwise redirects to the sign-in page,
 * which leads back.
 */
export async function requireFreshActingUser(returnTo: string): Promise<ActingUser> {
  return withSource(await requireFreshUser(returnTo));
}

async function withSource(user: CurrentUser): Promise<ActingUser> {
  const sent = await headers();
  return { ...user, source: sourceOf(sent), answerLocale: localeOf(sent, { account: user.locale }) };
}
