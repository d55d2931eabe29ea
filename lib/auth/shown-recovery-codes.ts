import { cookies } from "next/headers";
import { z } from "zod";
import { getCookieName, getCookieOptions, serializeCookie } from "@/lib/http/cookies";
import { seal, unseal } from "./sealed-cookie";

const PURPOSE = "recovery_codes";

/**
 * How long new codes can be seen in the browser where they were made, in seconds, so that a reload does not lose them.
 */
const SHOWN_LIFETIME = 600;

const schema = z.object({ userId: z.string(), codes: z.array(z.string()) });

/** For a route handler: the `Set-Cookie` value that makes the page show new codes. */
export async function serializeShownCodes(userId: string, codes: string[], now = new Date()): Promise<string> {
  return serializeCookie("recovery_codes", await seal(PURPOSE, { userId, codes }, SHOWN_LIFETIME, now));
}

/** In a Server Action: the same. */
export async function showRecoveryCodes(userId: string, codes: string[], now = new Date()): Promise<void> {
  const value = await seal(PURPOSE, { userId, codes }, SHOWN_LIFETIME, now);
  (await cookies()).set(getCookieName("recovery_codes"), value, getCookieOptions("recovery_codes"));
}

/** In a Server Action: clears them, because the person has saved them. */
export async function hideRecoveryCodes(): Promise<void> {
  (await cookies()).set(getCookieName("recovery_codes"), "", { ...getCookieOptions("recovery_codes"), maxAge: 0 });
}

/** In a server component: the new codes of this person that this browser may still show; null: none. */
export async function readShownCodes(userId: string, now = new Date()): Promise<string[] | null> {
  // Not read from the request's header: the Server Action that this page answers may just have set it.
  const value = (await cookies()).get(getCookieName("recovery_codes"))?.value;
  if (!value) return null;
  const { data } = schema.safeParse(await unseal(PURPOSE, value, now));
  return data?.userId === userId ? data.codes : null;
}
