import { SETTINGS } from "../settings/catalogue";
import { getPortalSettings } from "../settings/portal-settings";

/**
 * Days without use after which the list points an app out: those after which its access ends, or the default of that
 * setting where the operator chose more days, or none.
 */
export async function getUnusedAfterDays(): Promise<number> {
  const { unusedAccessDays: days } = await getPortalSettings();
  const usual = SETTINGS.unusedAccessDays.default;
  return days === 0 ? usual : Math.min(days, usual);
}
