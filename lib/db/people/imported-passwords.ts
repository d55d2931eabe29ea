import { getDb } from "../driver/database";

/** How the password column of a person begins whose password came from another program and was not used here yet. */
export const IMPORTED_PASSWORD = "imported";

/** By name, each way in which a password is hashed that was imported and not used yet. There are few, or none. */
export async function listImportedSchemes(): Promise<string[]> {
  const db = await getDb();
  // Walks over the index `users_imported`, from each name to the next, however many people there are of each.
  const rows = await db.$queryRaw<{ scheme: string }[]>`
    WITH RECURSIVE schemes AS (
      (SELECT split_part(password_hash, ':', 3) AS scheme FROM users
        WHERE password_hash LIKE 'imported:%' ORDER BY 1 LIMIT 1)
      UNION ALL
      SELECT (SELECT split_part(u.password_hash, ':', 3) FROM users u
        WHERE u.password_hash LIKE 'imported:%' AND split_part(u.password_hash, ':', 3) > s.scheme ORDER BY 1 LIMIT 1)
      FROM schemes s WHERE s.scheme IS NOT NULL)
    SELECT scheme FROM schemes WHERE scheme IS NOT NULL`;
  return rows.map(({ scheme }) => scheme);
}
