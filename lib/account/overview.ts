import type { CurrentUser } from "../auth/current-user";
import { countConnectedApps } from "../db/people/consents";
import type { Profile } from "../db/people/profiles";
import { getOwnProfile } from "./profile";
import { listOwnSessions } from "./sessions";

/** The person's own profile, and how many apps and devices use the account. */
export async function getAccountOverview(
  user: CurrentUser,
  now: Date,
): Promise<{ profile: Profile; appCount: number; sessionCount: number }> {
  const [profile, appCount, sessions] = await Promise.all([
    getOwnProfile(user),
    countConnectedApps(user.userId, now),
    listOwnSessions(user, now),
  ]);
  return { profile, appCount, sessionCount: sessions.length };
}
