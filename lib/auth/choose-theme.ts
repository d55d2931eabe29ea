import { cookies, headers } from "next/headers";
import { getCookieName, getCookieOptions } from "../http/cookies";
import { readTheme } from "../http/theme";

/** In a Server Action: the colours of this browser. Answers whether they are others than before. */
export async function chooseTheme(theme: "light" | "dark" | "system"): Promise<boolean> {
  if (readTheme(await headers()) === theme) return false;
  const jar = await cookies();
  if (theme === "system") jar.delete({ name: getCookieName("theme"), path: "/" });
  else jar.set(getCookieName("theme"), theme, getCookieOptions("theme"));
  return true;
}
