import { getDb } from "./client";

/** Whether anybody can administer the portal. */
export async function hasAdministrator(): Promise<boolean> {
  const db = await getDb();
  return (await db.user.findFirst({ where: { isAdmin: true }, select: { id: true } })) !== null;
}

/** Where administrators are written to; suspended ones are not. */
export async function listAdministratorEmails(): Promise<string[]> {
  const db = await getDb();
  const rows = await db.user.findMany({
    where: { isAdmin: true, suspendedAt: null },
    select: { email: true },
    orderBy: { createdAt: "asc" },
    take: 20,
  });
  return rows.map((row) => row.email);
}

/** Makes the set-up link useless: somebody administers the portal now. */
export async function dropSetupToken(): Promise<void> {
  const db = await getDb();
  await db.setting.deleteMany({ where: { name: "setup_token_hash" } });
}
