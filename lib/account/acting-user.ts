import { headers } from "next/headers";
import type { CurrentUser } from "../auth/current-user";
import { requireFreshUser, requireUser } from "../auth/require-user";
import type { ActSource } from "../db/audit-events";
import { sourceOf } from "../http/act-source";

/** The person at the browser, and where their request came from. */
export interface ActingUser extends CurrentUser {
  source: ActSource;
}

/** For Server Actions: the person, or the sign-in page and back. */
export async function requireActingUser(returnTo: string): Promise<ActingUser> {
  return withSource(await requireUser(returnTo));
}

/** For Server Actions: the person, who proved who they are within ten minutes, or the sign-in page and back. */
export async function requireFreshActingUser(returnTo: string): Promise<ActingUser> {
  return withSource(await requireFreshUser(returnTo));
}

async function withSource(user: CurrentUser): Promise<ActingUser> {
  return { ...user, source: sourceOf(await headers()) };
}
