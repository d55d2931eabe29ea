import { createUser, type User } from "@/lib/db/people/users";
import { getPortalName } from "@/lib/settings/portal-settings";
import { hashNewPassword } from "./password";
import { checkPassword, type PasswordProblem } from "./password-rules";
import { isSecondFactorSure } from "./second-factor-rule";

export interface NewAccount {
  email: string;
  /** null: no password, so no sign-in with one */
  password: string | null;
  name?: string | null;
  isAdmin?: boolean;
  /** OpenID Connect standard claims under their wire names. @see OIDC Core §5.1 */
  claims?: Record<string, unknown>;
}

/** The password that an operator chose for an account breaks the rules. */
export class RefusedPasswordError extends Error {
  override name = "RefusedPasswordError";

  constructor(readonly problem: PasswordProblem) {
    super(`The password is refused: ${problem}.`);
  }
}

/**
 * Creates an account whose address counts as verified, for the command line and for seeds. Answers null when the
 * address already has an account.
 * @throws {RefusedPasswordError}
 */
export async function createAccount(account: NewAccount, now = new Date()): Promise<User | null> {
  const passwordHash = account.password === null ? null : await hashChosen(account.password, account);
  return createUser(
    {
      email: account.email,
      passwordHash,
      name: account.name ?? null,
      isAdmin: account.isAdmin ?? false,
      emailVerifiedAt: now,
      claims: account.claims ?? {},
    },
    now,
  );
}

async function hashChosen(password: string, { email, name }: NewAccount): Promise<string> {
  const about = [email, name ?? "", await getPortalName()];
  const checked = await checkPassword(password, { about, hasSecondFactor: await isSecondFactorSure() });
  if ("problem" in checked) throw new RefusedPasswordError(checked.problem);
  return hashNewPassword(checked.password, { isKnown: true, network: null });
}
