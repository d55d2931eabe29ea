import type { OAuthStore } from "../../oauth/store";
import { runStatement } from "../driver/database";
import { createStatementBatcher } from "../driver/statement-batcher";

const read = {
  name: "read-person-claims",
  text: `
    SELECT i.user_id AS "userId",
      ARRAY(
        SELECT g.name FROM group_members m JOIN groups g ON g.id = m.group_id
        WHERE m.user_id = i.user_id ORDER BY g.name_key
      ) AS groups,
      (SELECT jsonb_object_agg(v.claim_name, v.value) FROM claim_values v WHERE v.user_id = i.user_id) AS defined
    FROM unnest($1::uuid[]) AS i(user_id)`,
};

type Row = { userId: string; groups: string[]; defined: Record<string, unknown> | null };

const readRow = createStatementBatcher(async (userIds: string[]) => {
  const rows = await runStatement<Row>(read, [[...new Set(userIds)]]);
  const found = new Map(rows.map((row) => [row.userId, row]));
  return userIds.map((userId) => found.get(userId) ?? null);
});

/** Claims of people that their account does not hold by itself. */
export const personClaimReads: Pick<OAuthStore, "findClaims"> = {
  findClaims: async (userId, names) => {
    const row = await readRow(userId);
    const { groups = [], defined } = row ?? {};
    const known = Object.entries({ ...defined, groups });
    return Object.fromEntries(known.filter(([name]) => names.includes(name)));
  },
};
