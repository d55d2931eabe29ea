import type { User } from "@/lib/db/people/users";
import { getPortalSettings } from "@/lib/settings/portal-settings";

/** Whether this person must have a second factor here. */
export async function mustHaveSecondFactor({
  isAdmin,
  isSupport,
}: Pick<User, "isAdmin" | "isSupport">): Promise<boolean> {
  const { secondFactors: policy } = await getPortalSettings();
  return policy === "required" || (policy === "required-for-administrators" && (isAdmin || isSupport));
}

/** Whether people can add second factors here. Those that they have are asked for either way. */
export async function isSecondFactorOffered(): Promise<boolean> {
  return (await getPortalSettings()).secondFactors !== "off";
}
