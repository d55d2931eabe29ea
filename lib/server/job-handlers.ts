import { fetchLogo, LogoError } from "../console/fetch-logo";
import { fetchLogoKind } from "../db/client-logos";
import { backchannelLogoutKind } from "../db/end-sessions";
import { downloadPicture } from "../http/safe-fetch";
import type { OAuthContext } from "../oauth/context";
import { LogoutNoticeError, logoutNoticeSchema, notifyClient } from "../oauth/logout/notify-client";
import { FinalJobError, type JobHandlers } from "./job-worker";

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
