/** What somebody besides the owner may do with an app: change it, or only look at it. */
export type TeamRole = "developer" | "viewer";

export const TEAM_ROLES = ["developer", "viewer"] as const satisfies readonly TeamRole[];
