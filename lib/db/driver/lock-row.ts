import type { Prisma } from "../generated/client";

/**
 * Makes every other transaction that locks or changes this person's row wait until this one ends. A transaction that
 * touches several rows of a person does this first, so that two of them never wait for each other. Null: there is no
 * such account.
 */
export async function lockUser(tx: Prisma.TransactionClient, userId: string): Promise<{ email: string } | null> {
  const [user] = await tx.$queryRaw<{ email: string }[]>`
    SELECT email FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
  return user ?? null;
}

/** A person as whoever acts for them read the account: what ends everything that was begun gives it another moment. */
export interface PersonAsOf {
  userId: string;
  browsersForgottenAt: Date | null;
}

/**
 * As {@link lockUser}, for what lets somebody in later on. False, and nothing may be stored: a change that ends
 * everything that was begun came between.
 */
export async function lockUserAsOf(
  tx: Prisma.TransactionClient,
  { userId, browsersForgottenAt }: PersonAsOf,
): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM users
    WHERE id = ${userId}::uuid AND browsers_forgotten_at IS NOT DISTINCT FROM ${browsersForgottenAt}::timestamptz
    FOR UPDATE`;
  return found.length === 1;
}

/** The same for a client and what belongs to it: addresses, secrets, logos. */
export async function lockClient(tx: Prisma.TransactionClient, clientId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM clients WHERE id = ${clientId} FOR UPDATE`;
}
