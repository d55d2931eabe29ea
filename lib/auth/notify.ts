import { MailError, type OutgoingMail, sendMail } from "./mail";

/**
 * Tells a person by mail what happened to their account, in case it was somebody else. It has happened already, so a
 * mail that fails is only logged. `what` names the notice there.
 */
export async function notify(what: string, mail: OutgoingMail): Promise<void> {
  try {
    await sendMail(mail);
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    console.error(`The notice of ${what} was not sent:`, error.message);
  }
}
