import { z } from "zod";
import { cleanName } from "./display-name";
import { checkPassword, type PasswordProblem } from "./password-rules";

export type AccountFormProblem = { field: "email" | "name" | "password"; error: string };

const emailSchema = z.email();

/** What a person typed to make an account; or the first thing that is wrong with it, as a key of the catalogue. */
export function readAccountForm(
  fields: URLSearchParams,
  portalName: string,
): { email: string; name: string | null; password: string } | AccountFormProblem {
  const email = (fields.get("email") ?? "").trim();
  const typedName = (fields.get("name") ?? "").trim();
  const password = fields.get("password") ?? "";
  if (!email) return { field: "email", error: "no_email" };
  if (email.length > 254 || !emailSchema.safeParse(email).success) return { field: "email", error: "bad_email" };
  if (typedName.length > 100) return { field: "name", error: "long_name" };
  const problem: PasswordProblem | null = checkPassword(password, [email, typedName, portalName]);
  if (problem) return { field: "password", error: `password_${problem}` };
  return { email, name: typedName ? cleanName(typedName) : null, password };
}
