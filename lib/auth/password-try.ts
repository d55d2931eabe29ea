import { getEnv } from "@/lib/env";
import { PasswordQueueFullError } from "./password-pool";
import { countAgainst, findWait, forget, keyOf, type RateLimit, takeBack } from "./rate-limit";

export interface PasswordTry {
  /** whose password it is; tries under way count as wrong ones until they turn out to be right */
  account: RateLimit;
  /** where the try comes from; only wrong passwords count */
  address: RateLimit[];
  /** wrong passwords count here too, and close nothing */
  together?: RateLimit[];
  /** compares the password */
  isRight: () => Promise<boolean>;
}

/**
 * The most tries at one account that one process has under way. Most of them wait for the first ones to turn out right
 * or wrong.
 */
const MAX_PRESENT = 500;

/** Seconds after which a try that cannot even wait should come again. */
const COME_AGAIN_SECONDS = 5;

/** The tries at an account in this process. */
interface Account {
  /** tries whose password is being checked */
  looking: Set<Promise<unknown>>;
  /** waiting tries are let in one after the other */
  door: Promise<unknown>;
  present: number;
}

// Next.js bundles routes apart, so a module variable would not be one per process.
const slot = Symbol.for("portico.password-tries");
const holder = globalThis as { [slot]?: Map<string, Account> };

/**
 * Checks a password within the limits of its account and its address. Only a wrong password counts, not a right one,
 * and not a try that was refused or aborted before its password was checked.
 * @returns the seconds to wait when the password was not checked
 * @throws {PasswordQueueFullError} under overload
 */
export async function tryPassword(attempt: PasswordTry, now: Date): Promise<{ isRight: boolean } | { wait: number }> {
  const { account, address, isRight: look } = attempt;
  if (!getEnv().rateLimits) return { isRight: await look() };
  const reached = await findWait([account, ...address], now);
  if (reached !== null) return { wait: reached };

  const place = enter(keyOf(account));
  try {
    const wait = await admit(account, place, now);
    if (wait !== null) return { wait };
    const looking = look();
    const settled = settle(looking, attempt, now);
    place.looking.add(settled);
    settled.catch(() => undefined).finally(() => place.looking.delete(settled));
    return { isRight: await settled };
  } finally {
    leave(keyOf(account), place);
  }
}

/**
 * Counts a try at the account. If the limit is reached only because of tries under way, waits for them: they may be
 * right.
 */
async function admit(account: RateLimit, place: Account, now: Date): Promise<number | null> {
  const before = place.door;
  let open = () => {};
  place.door = new Promise<void>((resolve) => {
    open = resolve;
  });
  try {
    await before;
    for (;;) {
      if (await countAgainst(account, now)) return null;
      if (place.looking.size === 0) return (await findWait([account], now)) ?? 1;
      await Promise.race([...place.looking].map((each) => each.catch(() => undefined)));
    }
  } finally {
    open();
  }
}

async function settle(looking: Promise<boolean>, attempt: PasswordTry, now: Date): Promise<boolean> {
  const { account, address, together = [] } = attempt;
  let isRight: boolean;
  try {
    isRight = await looking;
  } catch (error) {
    await takeBack([account]);
    throw error;
  }
  if (isRight) await forget(account);
  else for (const limit of [...address, ...together]) await countAgainst(limit, now);
  return isRight;
}

/** @throws {PasswordQueueFullError} when too many wait already */
function enter(key: string): Account {
  holder[slot] ??= new Map();
  const known = holder[slot].get(key) ?? { looking: new Set(), door: Promise.resolve(), present: 0 };
  if (known.present >= MAX_PRESENT) throw new PasswordQueueFullError(COME_AGAIN_SECONDS);
  known.present += 1;
  holder[slot].set(key, known);
  return known;
}

function leave(key: string, place: Account): void {
  place.present -= 1;
  if (place.present === 0) holder[slot]?.delete(key);
}
