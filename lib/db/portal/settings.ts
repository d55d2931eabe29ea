import { getDb } from "../driver/database";

/** The stored value of a setting as JSON; undefined when nobody set it. */
export async function findSetting(name: string): Promise<unknown> {
  const db = await getDb();
  const row = await db.setting.findUnique({ where: { name }, select: { value: true } });
  return row?.value;
}

/** Stores a setting; the value must be plain JSON. */
export async function saveSetting(name: string, value: string | number | boolean): Promise<void> {
  const db = await getDb();
  await db.setting.upsert({ where: { name }, create: { name, value }, update: { value } });
}

/** Removes a setting if it still has this value. True for exactly one of any number of callers. */
export async function takeSetting(name: string, value: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.setting.deleteMany({ where: { name, value: { equals: value } } });
  return count === 1;
}
