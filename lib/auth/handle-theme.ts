import { PageFormError, readPageForm } from "@/lib/forms/page-form";
import { clearCookie, serializeCookie } from "@/lib/http/cookies";
import { seeOther } from "@/lib/http/see-other";
import { parseReturnTo } from "./return-to";

/**
 * `POST /theme/submit`: remembers the colours that a person chose and leads back to where they were. It needs no form
 * token.
 */
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
