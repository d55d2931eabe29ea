import type { Actor } from "../auth/actor";
import { getPortalSettings } from "../settings/portal-settings";

/**
 * Whether the actor may register apps here: administrators and the operator always, others by the portal's settings.
 */
export async function mayRegisterApps({ isAdmin }: Actor): Promise<boolean> {
  return isAdmin || (await getPortalSettings()).appRegistrars === "everybody";
}
