import { isMailAddress, normalizeEmail } from "@/lib/db/people/mail-address";
import { removeHiddenCharacters } from "@/lib/oauth/client/name-characters";
import { type AcceptedPassword, checkPassword, type PasswordProblem } from "./password-rules";
import { isSecondFactorSure } from "./second-factor-rule";

/** The first thing that is wrong with it, as a key of the catalogue. */
export type AccountProblem =
  | { field: "email"; problem: "no_email" | "bad_email" }
  | { field: "name"; problem: "long_name" }
  | { field: "password"; problem: `password_${PasswordProblem}` };

/**
 * What a person typed to create an account, or what is wrong with it.
 * @param names the names of the portal and of the app that they came for, which must not be passwords
 */
export async function readAccount(
  typed: { email: string; name: string; password: string },
  names: readonly string[],
): Promise<{ email: string; name: string | null; password: AcceptedPassword } | AccountProblem> {
  const { name } = typed;
  const email = normalizeEmail(typed.email);
  if (!email) return { field: "email", problem: "no_email" };
  if (!isMailAddress(email)) return { field: "email", problem: "bad_email" };
  if (name.length > 100) return { field: "name", problem: "long_name" };
  const checked = await checkPassword(typed.password, {
    about: [email, name, ...names],
    hasSecondFactor: await isSecondFactorSure(),
  });
  if ("problem" in checked) return { field: "password", problem: `password_${checked.problem}` };
  return { email, name: removeHiddenCharacters(name).trim() || null, password: checked.password };
}
