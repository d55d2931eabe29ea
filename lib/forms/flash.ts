import { cookies } from "next/headers";
import { clearCookie, getCookieName, getCookieOptions } from "../http/cookies";
import { encodeFlash, type FlashMessage, flashSchema } from "./flash-cookie";

/** What the last action did, shown once on the next page. */
export interface Flash extends FlashMessage {
  /** for `document.cookie`: clears the message after it was shown */
  takeAway: string;
}

/** In a Server Action: the next page says this. The cookie lives a minute, or until a page has shown it. */
export async function setFlash(text: string, tone: Flash["tone"] = "success"): Promise<void> {
  (await cookies()).set(getCookieName("flash"), encodeFlash({ tone, text }), getCookieOptions("flash"));
}

/** In a server component: what to say, or null. `proxy.ts` clears the cookie once a page was requested with it. */
export async function readFlash(): Promise<Flash | null> {
  // Not read from the request's header: the Server Action that this page answers may just have set it.
  const value = (await cookies()).get(getCookieName("flash"))?.value;
  if (!value) return null;
  try {
    const parsed = flashSchema.safeParse(JSON.parse(Buffer.from(value, "base64url").toString("utf8")));
    return parsed.success ? { ...parsed.data, takeAway: clearCookie("flash") } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
