import { z } from "zod";
import type { LinkedSubject } from "@/lib/db/people/upstreams";
import { readBrowserTokens } from "@/lib/http/browser-cookie";
import { clearCookie, readCookies, serializeCookie } from "@/lib/http/cookies";
import { hashSecret } from "@/lib/oauth/secrets";
import type { Destination } from "../destination";
import { seal, unseal } from "../sealed-cookie";
import { UPSTREAM_LIFETIME } from "./upstream-try";

const PURPOSE = "upstream account";

const schema = z.object({
  upstreamId: z.string(),
  issuer: z.string(),
  subject: z.string(),
  label: z.string().nullable(),
  upstreamName: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  ownerId: z.string().nullable(),
  browserHash: z.string(),
  requestId: z.string().nullable(),
  returnTo: z.string().nullable(),
});

/**
 * An account at an upstream whose person proved it in this browser, and which no account here has yet. It opens nothing: it
 * waits for the proof of the other side.
 */
export interface WaitingAccount {
  account: LinkedSubject;
  upstreamName: string;
  /** the address that the upstream names */
  email: string | null;
  name: string | null;
  /**
   * whose account here has that address, which the upstream has verified: who signs in as that person gets it linked.
   * null: nobody's, and its person proves an address by a mailed code
   */
  ownerId: string | null;
}

interface Place {
  browserToken: string;
  destination: Destination;
}

/** The `Set-Cookie` value that keeps it, sealed, in the browser. */
export async function rememberWaiting(
  { account, ...rest }: WaitingAccount,
  { browserToken, destination }: Place,
  now: Date,
): Promise<string> {
  const state = { ...account, ...rest, ...destination, browserHash: hashSecret(browserToken) };
  return serializeCookie("upstream_account", await seal(PURPOSE, state, UPSTREAM_LIFETIME, now));
}

/** The one of this browser and destination; null: there is none, or it took too long. */
export async function findWaiting(
  source: Request | Headers,
  destination: Destination,
  now: Date,
): Promise<WaitingAccount | null> {
  const hashes = readBrowserTokens(source).map(hashSecret);
  for (const sealed of readCookies(source, "upstream_account")) {
    const { data } = schema.safeParse(await unseal(PURPOSE, sealed, now));
    if (!data || !hashes.includes(data.browserHash)) continue;
    if (data.requestId !== destination.requestId || data.returnTo !== destination.returnTo) continue;
    const { upstreamId, issuer, subject, label, upstreamName, email, name, ownerId } = data;
    return { account: { upstreamId, issuer, subject, label }, upstreamName, email, name, ownerId };
  }
  return null;
}

/** The `Set-Cookie` value that clears it. */
export function forgetWaiting(): string {
  return clearCookie("upstream_account");
}
