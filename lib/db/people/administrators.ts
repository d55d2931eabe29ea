import { getDb } from "../driver/database";

/** Whether anybody can administer the portal. */
export async function hasAdministrator(): Promise<boolean> {
  const db = await getDb();
  return (await db.user.findFirst({ where: { isAdmin: true }, select: { id: true } })) !== null;
}

/** Where a person is written to, and in which language. */
export interface Mailbox {
  email: string;
  /** the language that the person chose for their account, as a BCP 47 tag; null: none */
  locale: string | null;
}

/** Where administrators are written to; suspended ones are not. */
export async function listAdministratorMailboxes(): Promise<Mailbox[]> {
  const db = await getDb();
  return await db.user.findMany({
    where: { isAdmin: true, suspendedAt: null },
    select: { email: true, locale: true },
    orderBy: { createdAt: "asc" },
    take: 20,
  });
}

/** Makes the set-up link useless: somebody administers the portal now. */
export async function dropSetupToken(): Promise<void> {
  const db = await getDb();
  await db.setting.deleteMany({ where: { name: "setup_token_hash" } });
}
