import { normalizeEmail } from "@/lib/db/people/mail-address";
import { getPortalSettings } from "@/lib/settings/portal-settings";

/** Whether people can make accounts without an invitation: all of them, or those with an address at certain domains. */
export async function isSignUpOpen(): Promise<boolean> {
  const { signUp } = await getPortalSettings();
  return signUp === "open" || signUp === "domains";
}

/** Whether whoever has this address can make an account without an invitation. */
export async function maySignUp(email: string): Promise<boolean> {
  const { signUp, signUpDomains } = await getPortalSettings();
  if (signUp !== "domains") return signUp === "open";
  const address = normalizeEmail(email);
  return signUpDomains.includes(address.slice(address.lastIndexOf("@") + 1));
}
