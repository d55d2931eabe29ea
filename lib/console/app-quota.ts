import { countTry } from "../auth/rate-limit";
import { countClientsOf } from "../db/clients";
import { getEnv } from "../env";
import type { Actor } from "./authorise";
import { type Problem, refused } from "./result";

/** Apps that one account registers within an hour. */
const pace = { name: "apps-by-account", max: 60, seconds: 3600 };

/**
 * Whether an account may have another app: so many at all, and so many within an hour. Apps cost others something: jobs,
 * rows of lists, an administrator's eye. Administrators and the operator are not counted.
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
