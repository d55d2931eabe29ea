/** A migration that programs older than the one that knows `needs` cannot run after. */
export interface ContractStep {
  migration: string;
  needs: string;
}

/** What stands in `contract_steps` after a script ran; null: nothing. */
export function readContractStep(script: string): ContractStep | null {
  const insert = /INSERT INTO "contract_steps" \("migration", "needs"\) VALUES \('(\w+)', '(\w+)'\)/;
  const [, migration, needs] = insert.exec(script) ?? [];
  return migration !== undefined && needs !== undefined ? { migration, needs } : null;
}

interface Statement {
  /** without comments, in single spaces; bodies of functions and texts are cut out */
  sql: string;
  /** whether a comment before it says why programs of before can live with it */
  isExplained: boolean;
}

/** Begins the comment before a statement that breaks nothing, although it looks as if it did. */
const EXPLANATION = /^-- Compatible: \S/;

/** A comment, a body of a function, a text, the end of a statement, or anything else. */
const PIECES = /--[^\n]*|\/\*.*?\*\/|\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'|;|[^-/$';]+|[-/$]/gs;

function splitStatements(script: string): Statement[] {
  const statements: Statement[] = [];
  let sql = "";
  let isExplained = false;
  for (const [piece] of script.matchAll(PIECES)) {
    if (piece.startsWith("--")) isExplained ||= EXPLANATION.test(piece);
    else if (piece === ";") {
      statements.push({ sql: sql.replace(/\s+/g, " ").trim(), isExplained });
      sql = "";
      isExplained = false;
    } else if (!piece.startsWith("/*")) sql += /^['$]./s.test(piece) ? "''" : piece;
  }
  statements.push({ sql: sql.replace(/\s+/g, " ").trim(), isExplained });
  return statements.filter((statement) => statement.sql !== "");
}

/** Splits at the commas that stand in no brackets. */
function splitList(list: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let item = "";
  for (const sign of list) {
    if (sign === "(") depth += 1;
    if (sign === ")") depth -= 1;
    if (sign === "," && depth === 0) {
      items.push(item.trim());
      item = "";
    } else item += sign;
  }
  return [...items, item.trim()];
}

/** Names in quotes: Prisma writes no others. */
const namesIn = (sql: string) => [...sql.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name);

/** Statements that add something beside what is there. */
const ADDING =
  /^(CREATE (FUNCTION|INDEX|SEQUENCE|TABLE|TRIGGER|TYPE|VIEW|EXTENSION)|INSERT INTO|UPDATE|COMMENT ON|SELECT setval)\b/i;

/** What a script has added so far, which no older program uses. */
interface Added {
  tables: Set<string>;
  /** as `table.column` */
  columns: Set<string>;
}

/**
 * The statements of a migration that a program of before may not survive: what it reads is gone or changed, or what it
 * writes is refused. Whatever is not known to be harmless counts, unless a comment `-- Compatible: …` before it says why
 * it is. A look at the text cannot tell what a trigger or an update of rows does to programs of before.
 */
export function findBreakingStatements(script: string): string[] {
  const added: Added = { tables: new Set(), columns: new Set() };
  return splitStatements(script).flatMap(({ sql, isExplained }) => {
    const breaking = findBreaks(sql, added);
    return isExplained ? [] : breaking;
  });
}

function findBreaks(sql: string, added: Added): string[] {
  const [, made] = /^CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)"?/i.exec(sql) ?? [];
  if (made !== undefined) added.tables.add(made);
  const [, indexed = "", columns = ""] = /^CREATE UNIQUE INDEX .*? ON "(\w+)" ?(\(.*)$/i.exec(sql) ?? [];
  if (indexed !== "") return isOfNew(indexed, columns, added) ? [] : [sql];
  const [, table, actions = ""] = /^ALTER TABLE (?:ONLY )?"?(\w+)"? (.*)$/i.exec(sql) ?? [];
  if (table !== undefined) {
    return splitList(actions).flatMap((action) =>
      isHarmless(table, action, added) ? [] : [`ALTER TABLE "${table}" ${action}`],
    );
  }
  return ADDING.test(sql) ? [] : [sql];
}

/** Whether older programs write none of the columns that are named. */
function isOfNew(table: string, columns: string, { tables, columns: known }: Added): boolean {
  const names = namesIn(columns);
  return tables.has(table) || (names.length > 0 && names.every((name) => known.has(`${table}.${name}`)));
}

function isHarmless(table: string, action: string, added: Added): boolean {
  if (added.tables.has(table)) return true;
  const [, column] = /^ADD COLUMN (?:IF NOT EXISTS )?"(\w+)"/i.exec(action) ?? [];
  if (column !== undefined) {
    added.columns.add(`${table}.${column}`);
    const isFilled = /\b(DEFAULT|GENERATED)\b/i.test(action);
    return isFilled ? !/\b(UNIQUE|PRIMARY KEY)\b/i.test(action) : !/\b(NOT NULL|PRIMARY KEY)\b/i.test(action);
  }
  const [, bound] =
    /^ADD CONSTRAINT "\w+" (?:UNIQUE|CHECK|FOREIGN KEY) ?(\(.*?\))(?: REFERENCES .*)?$/i.exec(action) ?? [];
  if (bound !== undefined) return isOfNew(table, bound, added);
  return /^ALTER COLUMN "\w+" SET DEFAULT\b/i.test(action);
}
