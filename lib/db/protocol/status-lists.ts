import type { OAuthStore } from "../../oauth/store";
import { isUuid } from "../../uuid-v7";
import { getDb, runStatement } from "../driver/database";
import { recordset, toRecordset } from "../driver/sql";
import { createStatementBatcher } from "../driver/statement-batcher";

const find = {
  name: "find-status-lists",
  text: `
    SELECT i.n, l.resource, ARRAY(
      SELECT r.index FROM revoked_statuses r WHERE r.list_id = l.id AND r.expires_at > i.now ORDER BY r.index
    ) AS revoked
    FROM ${recordset("$1", "i", "list_id uuid, now timestamptz")}
      JOIN status_lists l ON l.id = i.list_id AND l.expires_at > i.now`,
};

// Anybody may ask for any id. However many unknown ones they send, they share a statement. Processes do not remember
// which ids there are: a token can be at its API sooner than they would know of its list.
const findStatusLists = createStatementBatcher(async (items: { list_id: string; now: Date }[]) => {
  const rows = await runStatement<{ n: number; resource: string; revoked: number[] }>(find, [toRecordset(items)]);
  const found = new Map(rows.map(({ n, resource, revoked }) => [n, { resource, revoked }]));
  return items.map((_, n) => found.get(n) ?? null);
});

/** Token Status Lists. Triggers set the bits, whatever ends a token before its time. */
export const statusListSteps: Pick<OAuthStore, "createStatusList" | "findStatusList" | "listStatusLists"> = {
  createStatusList: async (list) => {
    const db = await getDb();
    await db.statusList.create({ data: list, select: { listId: true } });
  },

  // The id comes from an address.
  findStatusList: async (listId, now) => (isUuid(listId) ? findStatusLists({ list_id: listId, now }) : null),

  listStatusLists: async (now) => {
    const db = await getDb();
    const where = { expiresAt: { gt: now } };
    const rows = await db.statusList.findMany({ where, select: { listId: true }, orderBy: { listId: "asc" } });
    return rows.map(({ listId }) => listId);
  },
};
