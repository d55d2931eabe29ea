import { shortenConsents } from "../account/shortened-consents";
import { deliverMail, MailError } from "../auth/deliver-mail";
import { SEND_MAIL_KIND } from "../auth/mail";
import { fetchLogo, LogoError } from "../clients/fetch-logo";
import { FETCH_LOGO_KIND } from "../db/clients/logos";
import { BACKCHANNEL_LOGOUT_KIND } from "../db/people/end-sessions";
import { SHORTEN_CONSENTS_KIND } from "../db/people/shorten-consents";
import { DELIVER_EVENT_KIND } from "../db/protocol/event-store";
import { downloadPicture } from "../http/safe-fetch";
import type { OAuthContext } from "../oauth/context";
import { deliverEvents } from "../oauth/events/deliver";
import { LogoutNoticeError, logoutNoticeSchema, notifyClient } from "../oauth/logout/notify-client";
import { FinalJobError, type JobHandlers, type JobLane, UnfinishedJob } from "./job-worker";

/**
 * Which jobs wait for which. People wait for mails and for the notices of their sign-out, and nobody waits for a
 * picture. A host that hangs holds its share of the slots until it is given up, and the other jobs continue.
 */
export const jobLanes: readonly JobLane[] = [
  // All of them ask one mail server. People wait for its codes.
  { kinds: [SEND_MAIL_KIND], slots: 4, perHost: 4, perOwner: 4 },
  { kinds: [BACKCHANNEL_LOGOUT_KIND], slots: 20, perHost: 4, perOwner: 8 },
  // An address that hangs holds a slot for five seconds.
  { kinds: [DELIVER_EVENT_KIND], slots: 20, perHost: 4, perOwner: 8 },
  { kinds: [FETCH_LOGO_KIND], slots: 4, perHost: 1, perOwner: 2 },
  // It may have every consent to change.
  { kinds: [SHORTEN_CONSENTS_KIND], slots: 1, perHost: 1, perOwner: 1 },
];

/** Every kind of job. */
export const jobKinds: readonly string[] = jobLanes.flatMap(({ kinds }) => kinds);

/** What each kind of job does. */
export function createJobHandlers(context: OAuthContext): JobHandlers {
  return {
    [BACKCHANNEL_LOGOUT_KIND]: async (payload) => {
      try {
        await notifyClient(logoutNoticeSchema.parse(payload), context);
      } catch (error) {
        if (!(error instanceof LogoutNoticeError)) throw error;
        throw error.isFinal ? new FinalJobError(error.message, { cause: error }) : error;
      }
    },
    [DELIVER_EVENT_KIND]: async ({ eventId }, { retryAfter }) => {
      const rest = await deliverEvents(String(eventId), retryAfter, context);
      if (rest !== null) throw new UnfinishedJob(rest.at, rest.isFurther);
    },
    [SEND_MAIL_KIND]: async ({ sealed }, { isLastTry }) => {
      try {
        await deliverMail(sealed, isLastTry);
      } catch (error) {
        if (!(error instanceof MailError)) throw error;
        throw error.isFinal ? new FinalJobError(error.message, { cause: error }) : error;
      }
    },
    [SHORTEN_CONSENTS_KIND]: async ({ clientId }) => {
      const now = context.now();
      const isDone = await shortenConsents(typeof clientId === "string" ? clientId : null, now);
      if (!isDone) throw new UnfinishedJob(now, true);
    },
    [FETCH_LOGO_KIND]: async (payload, { isLastTry }) => {
      try {
        await fetchLogo(payload, { download: downloadPicture, isLastTry });
      } catch (error) {
        if (!(error instanceof LogoError)) throw error;
        throw error.isFinal ? new FinalJobError(error.message, { cause: error }) : error;
      }
    },
  };
}
