/**
 * Why nobody was signed in by an upstream: they declined there, it does not answer, its answer is not right, it was not asked
 * for in this browser or too long ago, it does not say that they proved it just now, no account may be made, the account
 * there is somebody else's, or the account here is closed.
 */
export const UPSTREAM_CAUSES = [
  "denied",
  "down",
  "wrong",
  "over",
  "not_anew",
  "closed",
  "taken",
  "suspended",
  "leaving",
] as const;

export type UpstreamCause = (typeof UPSTREAM_CAUSES)[number];
