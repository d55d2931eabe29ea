import { getPortalSettings } from "@/lib/settings/portal-settings";
import { PASSWORD_MIN_LENGTH, PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR } from "./password-rules";

/**
 * Whether nobody can sign in with a password alone. Only then may passwords be short: a person who can remove their
 * second factor needs a long one.
 */
export async function isSecondFactorSure(): Promise<boolean> {
  return (await getPortalSettings()).secondFactors === "required";
}

/** Characters that a new password needs here. */
export async function findMinPasswordLength(): Promise<number> {
  return (await isSecondFactorSure()) ? PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR : PASSWORD_MIN_LENGTH;
}
