import type { Actor } from "../auth/actor";
import { countTry } from "../auth/rate-limit";
import { countClientsOf } from "../db/clients/clients";
import { getEnv } from "../env";
import { type Problem, refused } from "./result";

/** The most apps that one account may register within an hour. */
const pace = { name: "apps-by-account", max: 60, seconds: 3600 };

/**
 * Whether an account may have another app: there is a limit in total and one per hour, because apps cost others jobs,
 * rows in lists and an administrator's attention. Administrators and the operator have no limit.
 * @returns why not, or null
 */
export async function findQuotaProblem(actor: Actor, now: Date): Promise<{ ok: false; problem: Problem } | null> {
  if (actor.userId === null || actor.isAdmin) return null;
  const { appsPerAccount } = getEnv();
  if ((await countClientsOf(actor.userId)) >= appsPerAccount)
    return refused("too_many_apps", { limit: appsPerAccount });
  const wait = await countTry([{ rule: pace, subject: actor.userId }], now);
  return wait === null ? null : refused("apps_too_fast", { limit: pace.max, retryAfter: wait });
}
