/** A statement that each connection prepares once, under its name. The text must not change with the values. */
export interface Statement {
  name: string;
  text: string;
}

/**
 * Runs a statement on the driver itself, without Prisma, whose query engine costs more than the hot statements do.
 * Rows come as both drivers read them: times as Date, arrays as arrays, JSON parsed.
 */
export type RunStatement = <Row>(statement: Statement, values: unknown[]) => Promise<Row[]>;

/**
 * Rows as one parameter of a statement, which reads them as a {@link recordset}; each gets its number `n`, and has at
 * least one member of its own.
 */
export function toRecordset(rows: object[]): string {
  // Put before the members as text: a copy of the row with one more member takes twice as long to write.
  return `[${rows.map((row, n) => `{"n":${n},${JSON.stringify(row).slice(1)}`).join(",")}]`;
}

/**
 * What stands after `FROM` or `JOIN` to read the rows of a parameter. The condition on `n` always holds: it makes the
 * planner expect one row instead of a hundred, so that it looks each up by an index. A prepared plan lives long; made
 * while a table was small, it would else read the whole of it for ever.
 * @param fields names and types of columns
 */
export function recordset(parameter: string, alias: string, fields: string): string {
  return `(SELECT * FROM json_to_recordset(${parameter}::text::json) AS r(n int, ${fields})
    WHERE n >= 0 AND n < 2147483647) AS ${alias}`;
}

/** SQLSTATE classes of errors that one bad row can cause: data, integrity, and a lost race for locks. */
const rowErrors = ["22", "23", "40"];

/**
 * Whether the database itself refused a statement because of what was in it: nothing of it has happened. A connection
 * that broke does not count, as nobody knows what has happened then.
 * @see PostgreSQL, Appendix A: Error Codes
 */
export function isRowError(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  const { code } = error;
  return typeof code === "string" && code.length === 5 && rowErrors.includes(code.slice(0, 2));
}
