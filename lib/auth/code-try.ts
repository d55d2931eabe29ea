import { findUser } from "@/lib/db/people/users";
import { isKnownBrowser } from "./known-browser";
import { countTry, forget, type RateLimit, type RateLimitRule, takeBack } from "./rate-limit";

/** A code that somebody typed for an account. */
export interface CodeTry {
  userId: string;
  request: Request;
  browserToken: string;
}

/**
 * The limit of wrong codes for one account, from browsers that its person has not signed in with before. Somebody who
 * gets this far already has another factor of the person. Even so, three codes of a million are valid at a time, and of
 * twenty guessers who try for a year, one gets in.
 */
const RULES: RateLimitRule[] = [
  { name: "second-factor", max: 10, seconds: 900 },
  { name: "second-factor-day", max: 50, seconds: 86_400 },
];

/** The limit in a browser that the person signed in with before, so that nobody elsewhere can lock them out of it. */
const KNOWN_BROWSER_RULES: RateLimitRule[] = [{ name: "second-factor-browser", max: 10, seconds: 900 }];

/**
 * The limit in all those browsers together: as many as one of them has in a day. Whoever knew the password before there
 * was a second factor may have signed in with any number of browsers. Beyond it, these count as strangers.
 */
export const KNOWN_BROWSERS_RULE: RateLimitRule = { name: "second-factor-browsers", max: 960, seconds: 86_400 };

/** The limit for recovery codes. They have 120 bits, so these tries find none. App codes have a count of their own. */
const RECOVERY_RULES: RateLimitRule[] = [{ name: "recovery-code", max: 100, seconds: 3600 }];

/**
 * Checks a code within the limits of its account. Every try counts until one is right, even simultaneous tries.
 * @returns the seconds to wait when the code was not checked
 */
export async function tryCode(
  kind: "authenticator" | "recovery_code",
  { userId, request, browserToken }: CodeTry,
  isRight: () => Promise<boolean>,
  now: Date,
): Promise<{ isRight: boolean } | { wait: number }> {
  const user = await findUser(userId);
  const isKnown = user !== null && isKnownBrowser(request, user, browserToken);
  const subject = isKnown ? `${userId} ${browserToken}` : userId;
  const own = rulesOf(kind, isKnown).map((rule) => ({ rule, subject }));
  const wait = await countTry(own, now);
  if (wait !== null) return { wait };
  const together: RateLimit = { rule: KNOWN_BROWSERS_RULE, subject: userId };
  const isTogether = isKnown && kind === "authenticator";
  const isBeyond = isTogether && (await countTry([together], now)) !== null;
  const asStranger: RateLimit[] = isBeyond ? RULES.map((rule) => ({ rule, subject: userId })) : [];
  const strangersWait = await countTry(asStranger, now);
  if (strangersWait !== null) return { wait: strangersWait };
  if (!(await isRight())) return { isRight: false };
  for (const limit of [...own, ...asStranger]) await forget(limit);
  if (isTogether && !isBeyond) await takeBack([together]);
  return { isRight: true };
}

function rulesOf(kind: "authenticator" | "recovery_code", isKnown: boolean): RateLimitRule[] {
  if (kind === "recovery_code") return RECOVERY_RULES;
  return isKnown ? KNOWN_BROWSER_RULES : RULES;
}
