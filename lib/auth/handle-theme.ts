import { clearCookie, serializeCookie } from "@/lib/http/cookies";
import { PageFormError, readPageForm } from "@/lib/http/page-form";
import { seeOther } from "@/lib/http/see-other";
import { parseReturnTo } from "./return-to";

/** `POST /theme/submit`: remembers the colours a person chose, and back to where they were. Nothing here needs guarding. */
export async function handleTheme(request: Request): Promise<Response> {
  try {
    const fields = await readPageForm(request);
    const theme = fields.get("theme");
    const cookie = theme === "light" || theme === "dark" ? serializeCookie("theme", theme) : clearCookie("theme");
    return seeOther(parseReturnTo(fields.get("return_to")) ?? "/", [cookie]);
  } catch (error) {
    if (error instanceof PageFormError) return seeOther("/");
    throw error;
  }
}
