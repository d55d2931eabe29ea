import { MOST_KEPT } from "../db/clients/client-requests";
import { getPortalSettings } from "../settings/portal-settings";

/** For how many days, and how many at most, the requests of an app are kept. */
export async function requestRetention(): Promise<{ days: number; most: number }> {
  return { days: (await getPortalSettings()).requestDays, most: MOST_KEPT };
}
