import { cookies } from "next/headers";
import { z } from "zod";
import { clearCookie, getCookieName, getCookieOptions, serializeCookie } from "./cookies";

const flashSchema = z.object({ tone: z.enum(["success", "info", "warning", "danger"]), text: z.string().max(400) });

/** What the last action did, shown once on the next page. */
export interface Flash extends z.infer<typeof flashSchema> {
  /** for `document.cookie`: the message was shown */
  takeAway: string;
}

function encode(flash: z.infer<typeof flashSchema>): string {
  return Buffer.from(JSON.stringify(flash)).toString("base64url");
}

/** In a Server Action: the next page says this. The cookie lives a minute, or until a page has shown it. */
export async function setFlash(text: string, tone: Flash["tone"] = "success"): Promise<void> {
  (await cookies()).set(getCookieName("flash"), encode({ tone, text }), getCookieOptions("flash"));
}

/** For a route handler: the `Set-Cookie` value that makes the next page say this. */
export function serializeFlash(text: string, tone: Flash["tone"] = "success"): string {
  return serializeCookie("flash", encode({ tone, text }));
}

/** In a server component: what to say, or null. `proxy.ts` takes the cookie away once a page was asked for with it. */
export async function readFlash(): Promise<Flash | null> {
  // Not the header of the request: the Server Action that this page answers may just have set it.
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
