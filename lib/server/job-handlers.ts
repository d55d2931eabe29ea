import { fetchLogo, LogoError } from "../console/fetch-logo";
import { fetchLogoKind } from "../db/client-logos";
import { backchannelLogoutKind } from "../db/end-sessions";
import { downloadPicture } from "../http/safe-fetch";
import type { OAuthContext } from "../oauth/context";
import { LogoutNoticeError, logoutNoticeSchema, notifyClient } from "../oauth/logout/notify-client";
import { FinalJobError, type JobHandlers, type JobLane } from "./job-worker";

/**
 * Which jobs wait for which: people who sign out wait for the notices of it, and nobody waits for a picture. A host that
 * hangs holds its share of the slots until it is given up, and the others go on.
 */
export const jobLanes: readonly JobLane[] = [
  { kinds: [backchannelLogoutKind], slots: 20, perHost: 4, perOwner: 8 },
  { kinds: [fetchLogoKind], slots: 4, perHost: 1, perOwner: 2 },
];

/** What each kind of job does. */
export function createJobHandlers(context: OAuthContext): JobHandlers {
  return {
    [backchannelLogoutKind]: async (payload) => {
      try {
        await notifyClient(logoutNoticeSchema.parse(payload), context);
      } catch (error) {
        if (!(error instanceof LogoutNoticeError)) throw error;
        throw error.isFinal ? new FinalJobError(error.message, { cause: error }) : error;
      }
    },
    [fetchLogoKind]: async (payload, { isLastTry }) => {
      try {
        await fetchLogo(payload, { download: downloadPicture, isLastTry });
      } catch (error) {
        if (!(error instanceof LogoError)) throw error;
        throw error.isFinal ? new FinalJobError(error.message, { cause: error }) : error;
      }
    },
  };
}
