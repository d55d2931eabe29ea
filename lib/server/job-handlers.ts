import { backchannelLogoutKind } from "../db/end-sessions";
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
  };
}
