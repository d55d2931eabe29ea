import type { CurrentUser } from "../auth/current-user";
import { type Device, describeDevice } from "../auth/describe-device";
import { assertProofFresh } from "../auth/fresh-proof";
import { recordEvent } from "../db/audit/events";
import {
  deleteRememberedBrowsers,
  listRememberedBrowsers,
  type RememberedBrowser,
} from "../db/people/remembered-browsers";
import type { ActingUser } from "./acting-user";

/** A browser in which the person is not asked for their second factor, as they see it. */
export interface OwnRememberedBrowser extends RememberedBrowser {
  device: Device;
}

export async function listOwnRememberedBrowsers({ userId }: CurrentUser, now: Date): Promise<OwnRememberedBrowser[]> {
  const browsers = await listRememberedBrowsers(userId, now);
  return browsers.map((browser) => ({ ...browser, device: describeDevice(browser.userAgent) }));
}

/**
 * Asks for the second factor again in one of the person's browsers; false: they have no such browser.
 * @throws {Error} as `assertProofFresh`
 */
export async function forgetOwnBrowser(user: ActingUser, browserId: string, now: Date): Promise<boolean> {
  await assertProofFresh(user, now);
  const { userId } = user;
  const isOwn = (await listRememberedBrowsers(userId, now)).some((each) => each.browserId === browserId);
  if (!isOwn || (await deleteRememberedBrowsers(userId, browserId)) === 0) return false;
  await recordEvent({ type: "browser.forgotten", outcome: "ok", userId }, user.source);
  return true;
}
