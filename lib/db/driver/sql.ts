/** A statement that each connection prepares once under its name. The text must not depend on the values. */
export interface Statement {
  name: string;
  text: string;
}

/**
 * Runs a statement directly on the driver. Prisma's query engine would cost more than the hot statements themselves.
 * Rows come as both drivers read them: times as Date, arrays as arrays, JSON parsed.
 */
export type RunStatement = <Row>(statement: Statement, values: unknown[]) => Promise<Row[]>;

/**
 * Turns rows into one parameter of a statement, which reads them as a {@link recordset}. Each row gets its number `n`,
 * and must have at least one member of its own.
 */
export function toRecordset(rows: object[]): string {
  // Inserted as text: serializing a copy of the row with one more member takes twice as long.
  return `[${rows.map((row, n) => `{"n":${n},${JSON.stringify(row).slice(1)}`).join(",")}]`;
}

/**
 * The SQL after `FROM` or `JOIN` that reads the rows of a parameter. The condition on `n` always holds, but makes the
 * planner expect one row instead of a hundred, so that it uses an index. A prepared plan lives long: otherwise one made
 * while a table was small would read the whole table for ever.
 * @param fields names and types of columns
 */
export function recordset(parameter: string, alias: string, fields: string): string {
  return `(SELECT * FROM json_to_recordset(${parameter}::text::json) AS r(n int, ${fields})
    WHERE n >= 0 AND n < 2147483647) AS ${alias}`;
}

/** A condition that holds when all of these do. */
export function allOf(conditions: Record<string, string>): string {
  return Object.values(conditions)
    .map((condition) => `(${condition})`)
    .join(" AND ");
}

/** SQLSTATE classes of errors that a single bad row can cause: data, integrity, and a lost race for locks. */
const ROW_ERRORS = ["22", "23", "40"];

/**
 * Whether the database refused a statement because of its content, so that nothing of it happened. A broken connection
 * does not count, because then it is unknown what happened.
 * @see PostgreSQL, Appendix A: Error Codes
 */
export function isRowError(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  const { code } = error;
  return typeof code === "string" && code.length === 5 && ROW_ERRORS.includes(code.slice(0, 2));
}
