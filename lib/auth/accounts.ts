import { createUser, type User } from "@/lib/db/users";
import { hashPassword } from "./password";

export interface NewAccount {
  email: string;
  /** null: no password, so no sign-in with one */
  password: string | null;
  name?: string | null;
  isAdmin?: boolean;
  /** OpenID Connect standard claims under their wire names. @see OIDC Core §5.1 */
  claims?: Record<string, unknown>;
}

/**
 * Makes an account whose address counts as verified, for the command line and for seeds. Password rules are not applied:
 * the operator decides. Answers null when the address has an account.
 */
export async function createAccount(account: NewAccount, now = new Date()): Promise<User | null> {
  const passwordHash =
    account.password === null ? null : await hashPassword(account.password, { isKnown: true, network: null });
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
