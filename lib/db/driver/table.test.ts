import { expect, it } from "vitest";
import { tables } from "../generated/tables";
import { useTestDatabase } from "../testing/test-database";
import { getDb } from "./database";

useTestDatabase();

it("every table has the columns that the statements are made of, each of its type", async () => {
  const db = await getDb();
  const rows = await db.$queryRaw<{ table: string; column: string; type: string }[]>`
    SELECT c.table_name AS table, c.column_name AS column,
      CASE WHEN c.udt_name LIKE '\\_%' THEN substr(c.udt_name, 2) || '[]' ELSE c.udt_name END AS type
    FROM information_schema.columns c JOIN pg_class t ON t.oid = quote_ident(c.table_name)::regclass
    WHERE c.table_schema = 'public' AND c.table_name <> '_prisma_migrations' AND NOT t.relispartition`;
  const sorted = (lines: string[]) => lines.toSorted();
  const said = Object.values(tables).flatMap(({ table, columns }) =>
    Object.values(columns).map(({ column, type }) => `${table}.${column} ${type.replace(/^int(?!\d)/, "int4")}`),
  );
  expect(sorted(said)).toEqual(sorted(rows.map(({ table, column, type }) => `${table}.${column} ${type}`)));
});
