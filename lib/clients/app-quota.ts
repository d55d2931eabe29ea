import type { Actor } from "../auth/actor";
import { countTry } from "../auth/rate-limit";
import { countClientsOf } from "../db/clients/clients";
import { getEnv } from "../env";
import { type Problem, refused } from "./result";

/** The most apps that one account may register within an hour. */
const pace = { name: "apps-by-account", max: 60, seconds: 3600 };

/** How many apps this account may have; null: any number, as administrators and the operator. */
export function findMostApps({ userId, isAdmin }: Pick<Actor, "userId" | "isAdmin">): number | null {
  return userId === null || isAdmin ? null : getEnv().appsPerAccount;
}

/** What is said when an account has as many as it may have. */
export function tooManyApps(): { ok: false; problem: Problem } {
  return refused("too_many_apps", { limit: getEnv().appsPerAccount });
}

/**
 * Whether an account may have another app: there is a limit in total and one per hour, because apps cost others jobs,
 * rows in lists and an administrator's attention. Administrators and the operator have no limit. Of those who ask at the
 * same time, whoever stores an app counts again: {@link findMostApps}.
 * @returns why not, or null
 */
export async function findQuotaProblem(actor: Actor, now: Date): Promise<{ ok: false; problem: Problem } | null> {
  const most = findMostApps(actor);
  if (actor.userId === null || most === null) return null;
  if ((await countClientsOf(actor.userId)) >= most) return tooManyApps();
  const wait = await countTry([{ rule: pace, subject: actor.userId }], now);
  return wait === null ? null : refused("apps_too_fast", { limit: pace.max, retryAfter: wait });
}
