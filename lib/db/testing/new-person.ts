import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";

/** Stores a person with an address of their own and nothing else. @returns the user's id */
export async function newPerson(): Promise<string> {
  const id = newId();
  const db = await getDb();
  await db.user.create({ data: { id, email: `user-${id}@example.org` }, select: { id: true } });
  return id;
}
