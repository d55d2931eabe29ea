import type { OAuthStore } from "../../oauth/store";
import { getDb } from "../driver/database";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Token Status Lists. Triggers set the bits, whatever ends a token before its time. */
export const statusListSteps: Pick<OAuthStore, "createStatusList" | "findStatusList" | "listStatusLists"> = {
  createStatusList: async (list) => {
    const db = await getDb();
    await db.statusList.create({ data: list, select: { listId: true } });
  },

  findStatusList: async (listId, now) => {
    // It comes from an address.
    if (!UUID.test(listId)) return null;
    const db = await getDb();
    const [row] = await db.$queryRaw<{ resource: string; revoked: number[] }[]>`
      SELECT l.resource, ARRAY(
        SELECT r.index FROM revoked_statuses r WHERE r.list_id = l.id AND r.expires_at > ${now}::timestamptz ORDER BY r.index
      ) AS revoked
      FROM status_lists l WHERE l.id = ${listId}::uuid AND l.expires_at > ${now}::timestamptz`;
    return row ?? null;
  },

  listStatusLists: async (now) => {
    const db = await getDb();
    const where = { expiresAt: { gt: now } };
    const rows = await db.statusList.findMany({ where, select: { listId: true }, orderBy: { listId: "asc" } });
    return rows.map(({ listId }) => listId);
  },
};
