import { isMailAddress, normalizeEmail } from "@/lib/db/mail-address";
import { removeHiddenCharacters } from "@/lib/oauth/name-characters";
import { checkPassword, type PasswordProblem } from "./password-rules";

export type AccountFormProblem = { field: "email" | "name" | "password"; error: string };

/** What a person typed to make an account; or the first thing that is wrong with it, as a key of the catalogue. */
export function readAccountForm(
  fields: URLSearchParams,
  portalName: string,
): { email: string; name: string | null; password: string } | AccountFormProblem {
  const email = normalizeEmail(fields.get("email") ?? "");
  const typedName = (fields.get("name") ?? "").trim();
  const password = fields.get("password") ?? "";
  if (!email) return { field: "email", error: "no_email" };
  if (!isMailAddress(email)) return { field: "email", error: "bad_email" };
  if (typedName.length > 100) return { field: "name", error: "long_name" };
  const problem: PasswordProblem | null = checkPassword(password, [email, typedName, portalName]);
  if (problem) return { field: "password", error: `password_${problem}` };
  return { email, name: removeHiddenCharacters(typedName).trim() || null, password };
}
