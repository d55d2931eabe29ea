import { headers } from "next/headers";
import type { CurrentUser } from "../auth/current-user";
import { requireFreshUser, requireUser } from "../auth/require-user";
import { getClientAddress } from "../http/client-address";

/** The person at the browser, and where their request came from. */
export interface ActingUser extends CurrentUser {
  ipAddress: string | null;
}

/** For Server Actions: the person, or the sign-in page and back. */
export async function requireActingUser(returnTo: string): Promise<ActingUser> {
  return withAddress(await requireUser(returnTo));
}

/** For Server Actions: the person, who proved who they are within ten minutes, or the sign-in page and back. */
export async function requireFreshActingUser(returnTo: string): Promise<ActingUser> {
  return withAddress(await requireFreshUser(returnTo));
}

async function withAddress(user: CurrentUser): Promise<ActingUser> {
  return { ...user, ipAddress: getClientAddress(await headers()) };
}
