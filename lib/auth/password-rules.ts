import { isCommonPassword, toMeantText } from "./common-passwords";

/**
 * The shortest password in characters, alone and with a second factor that is always asked for.
 * @see NIST SP 800-63B-4 §3.1.1.2
 */
export const PASSWORD_MIN_LENGTH = 15;
export const PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR = 8;

/** Far longer than any passphrase. It limits the cost of one request. */
export const PASSWORD_MAX_LENGTH = 256;

/** `tiny`: too short even beside a second factor. */
export type PasswordProblem = "empty" | "short" | "tiny" | "long" | "common" | "personal";

declare const accepted: unique symbol;

/** A password that passed the rules. Only these can be stored as new passwords. */
export type AcceptedPassword = string & { readonly [accepted]: true };

/** The person who will have the password. */
export interface PasswordOwner {
  /** what an attacker would try first for this person: e-mail address, names, the portal's name, an app's */
  about: readonly string[];
  /** whether they are asked for a second factor at every sign-in */
  hasSecondFactor: boolean;
}

/** Characters as NIST counts them: code points, of the text in the form in which it is hashed. */
export function countCharacters(password: string): number {
  return [...password.normalize("NFKC")].length;
}

/**
 * The rule for every new password, wherever it comes from: length, common passwords and the person's own words; never
 * rules of composition. Answers a password that may be stored, or what is wrong with it.
 * @see NIST SP 800-63B-4 §3.1.1.2, OWASP ASVS 5.0 6.2
 */
export async function checkPassword(
  password: string,
  { about, hasSecondFactor }: PasswordOwner,
): Promise<{ password: AcceptedPassword } | { problem: PasswordProblem }> {
  if (password === "") return { problem: "empty" };
  if (password.length > PASSWORD_MAX_LENGTH) return { problem: "long" };
  const length = countCharacters(password);
  if (hasSecondFactor && length < PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR) return { problem: "tiny" };
  if (!hasSecondFactor && length < PASSWORD_MIN_LENGTH) return { problem: "short" };
  if (isPersonal(password, about)) return { problem: "personal" };
  if (await isCommonPassword(password)) return { problem: "common" };
  return { password: password as AcceptedPassword };
}

/** Whether the password is an e-mail address or a name (of the person, the portal or the app) with little added. */
function isPersonal(password: string, about: readonly string[]): boolean {
  const plain = toMeantText(password);
  return about
    .flatMap((value) => [value, ...value.split(/[@\s]+/)])
    .map(toMeantText)
    .filter((value) => value.length >= 4)
    .some((value) => plain.replaceAll(value, "").replace(/\d/g, "").length < 5 && plain.includes(value));
}
