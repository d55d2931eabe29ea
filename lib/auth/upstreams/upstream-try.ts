import { z } from "zod";
import { oauthStore } from "@/lib/db/protocol/store";
import { readBrowserTokens } from "@/lib/http/browser-cookie";
import { clearCookie, readCookies, serializeCookie } from "@/lib/http/cookies";
import { equalInConstantTime, hashSecret } from "@/lib/oauth/secrets";
import type { Destination } from "../destination";
import { seal, unseal } from "../sealed-cookie";

const PURPOSE = "upstream";

/** Seconds for which somebody may take to sign in at an upstream. */
export const UPSTREAM_LIFETIME = 600;

const schema = z.object({
  upstreamId: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  browserHash: z.string(),
  requestId: z.string().nullable(),
  returnTo: z.string().nullable(),
  linksTo: z.string().nullable(),
  /** cookies of the version before say neither */
  isAnew: z.boolean().default(false),
  /** seconds since 1970 */
  begunAt: z.number().default(0),
});

/** A sign-in that went to an upstream, as it is expected back in the browser that began it. */
export interface UpstreamTry {
  upstreamId: string;
  state: string;
  nonce: string;
  verifier: string;
  /** whose browser it is */
  browserToken: string;
  destination: Destination;
  /** the person who is signed in and adds the account there to theirs; null: somebody signs in */
  linksTo: string | null;
  /** whether its person was to prove there anew who they are */
  isAnew: boolean;
  begunAt: Date;
}

/** The `Set-Cookie` value that keeps it, sealed, in the browser. */
export async function rememberTry(
  { browserToken, destination, ...rest }: Omit<UpstreamTry, "begunAt">,
  now: Date,
): Promise<string> {
  const begunAt = Math.floor(now.getTime() / 1000);
  const state = { ...rest, ...destination, begunAt, browserHash: hashSecret(browserToken) };
  return serializeCookie("upstream", await seal(PURPOSE, state, UPSTREAM_LIFETIME, now));
}

/**
 * The sign-in that this request brings back, by the state of the upstream's answer; null: it began in another browser or
 * at another upstream, or took too long.
 */
export async function findTry(
  request: Request,
  { upstreamId, state }: { upstreamId: string; state: string },
  now: Date,
): Promise<UpstreamTry | null> {
  const tokens = readBrowserTokens(request);
  for (const sealed of readCookies(request, "upstream")) {
    const { data } = schema.safeParse(await unseal(PURPOSE, sealed, now));
    const browserToken = tokens.find((token) => hashSecret(token) === data?.browserHash);
    if (!data || browserToken === undefined || data.upstreamId !== upstreamId) continue;
    if (!equalInConstantTime(data.state, state)) continue;
    const { requestId, returnTo, begunAt, browserHash: _, ...rest } = data;
    return { ...rest, browserToken, destination: { requestId, returnTo }, begunAt: new Date(begunAt * 1000) };
  }
  return null;
}

/** Uses it up. True for exactly one of any number of callers. @see RFC 9700 §4.7.1 */
export async function useTryUp({ state }: UpstreamTry, now: Date): Promise<boolean> {
  const expiresAt = new Date(now.getTime() + 2 * UPSTREAM_LIFETIME * 1000);
  return await oauthStore.useJti(hashSecret(`${PURPOSE} ${state}`), expiresAt, now);
}

/** The `Set-Cookie` value that clears it. */
export function forgetTry(): string {
  return clearCookie("upstream");
}
