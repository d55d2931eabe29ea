import { getDb } from "./client";

/** Whether anybody can administer the portal. */
export async function hasAdministrator(): Promise<boolean> {
  const db = await getDb();
  return (await db.user.findFirst({ where: { isAdmin: true }, select: { id: true } })) !== null;
}
