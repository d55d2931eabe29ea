import { randomBytes } from "node:crypto";
import { recordEvent } from "@/lib/db/audit/events";
import { insertRememberedBrowser, useRememberedBrowser } from "@/lib/db/people/remembered-browsers";
import type { User } from "@/lib/db/people/users";
import { sourceOf } from "@/lib/http/act-source";
import { readCookies, serializeCookie } from "@/lib/http/cookies";
import { hashSecret } from "@/lib/oauth/secrets";

/** Seconds for which a browser is not asked for a second factor. */
const LIFETIME = 30 * 86_400;

/** People whom a browser remembers in this way at most. */
const MAX_PEOPLE = 5;

function readTokens(source: Request | Headers): string[] {
  return readCookies(source, "remembered").flatMap((value) => value.split(".").slice(0, MAX_PEOPLE));
}

/** Whether this person asked, in this browser, not to be asked for their second factor for a while. */
export async function isRememberedBrowser(source: Request | Headers, userId: string, now: Date): Promise<boolean> {
  const tokens = readTokens(source);
  return tokens.length > 0 && (await useRememberedBrowser(userId, tokens.map(hashSecret), now));
}

/**
 * Remembers this browser for this person, who has just proved this authenticator app.
 * @returns the `Set-Cookie` value; null: their factors or their password changed meanwhile, and nothing is remembered
 */
export async function rememberBrowser(
  request: Request,
  { user, authenticatorId }: { user: User; authenticatorId: string },
  now: Date,
): Promise<string | null> {
  const token = randomBytes(32).toString("base64url");
  const userAgent = request.headers.get("user-agent")?.slice(0, 300) ?? null;
  const expiresAt = new Date(now.getTime() + LIFETIME * 1000);
  const browser = { authenticatorId, tokenHash: hashSecret(token), userAgent, expiresAt };
  if (!(await insertRememberedBrowser(user, browser, now))) return null;
  await recordEvent({ type: "browser.remembered", outcome: "ok", userId: user.userId }, sourceOf(request));
  return serializeCookie("remembered", [token, ...readTokens(request)].slice(0, MAX_PEOPLE).join("."));
}
