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

/** The same for a client and what belongs to it: addresses, secrets, logos. */
export async function lockClient(tx: Prisma.TransactionClient, clientId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM clients WHERE id = ${clientId} FOR UPDATE`;
}
