import { isVerifiedLookAlike } from "@/lib/db/clients/look-alikes";
import { nameSkeleton } from "@/lib/db/clients/name-skeleton";
import type { NameTwin } from "@/lib/oauth/context";
import { getPortalName } from "@/lib/settings/portal-settings";

/**
 * Whom people could take an unverified app of this name for; null: nobody.
 * @param of the app that is renamed, and whose it is; null: a new app, or one without an owner
 * @see Unicode Technical Standard #39 §4
 */
export async function findNameTwin(
  name: string,
  of: { clientId: string | null; ownerId: string | null },
): Promise<NameTwin | null> {
  if (nameSkeleton(name) === nameSkeleton(await getPortalName())) return "portal";
  return (await isVerifiedLookAlike(name, of)) ? "verified" : null;
}
