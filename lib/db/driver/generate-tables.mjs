// Runs with `prisma generate` (prisma/schema.prisma names it). It writes what Prisma's client does not expose: the
// columns of each table and their SQL types, for the statements that do not go through Prisma.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import helper from "@prisma/generator-helper";

/** PostgreSQL's names of the types that a field has when no `@db.` says otherwise. */
const sqlTypes = {
  BigInt: "int8",
  Boolean: "bool",
  Bytes: "bytea",
  DateTime: "timestamp",
  Int: "int",
  Json: "jsonb",
  String: "text",
};

/** @param {import("@prisma/generator-helper").DMMF.Field} field */
function sqlTypeOf({ name, type, nativeType, isList }) {
  const native = nativeType?.[0].toLowerCase();
  // The catalogue of PostgreSQL has a shorter name for this one than Prisma.
  const sqlType = (native === "smallint" ? "int2" : native) ?? new Map(Object.entries(sqlTypes)).get(type);
  if (sqlType === undefined) throw new Error(`No SQL type is known of the field ${name}, which is a ${type}.`);
  return `${sqlType}${isList ? "[]" : ""}`;
}

/** @param {import("@prisma/generator-helper").DMMF.Model} model */
function describe({ name, dbName, fields }) {
  const columns = fields
    .filter((field) => field.kind !== "object")
    .map((field) => [field.name, { column: field.dbName ?? field.name, type: sqlTypeOf(field) }]);
  return [name, { table: dbName ?? name, columns: Object.fromEntries(columns) }];
}

helper.generatorHandler({
  onManifest: () => ({ prettyName: "Portico's tables", defaultOutput: "../lib/db/generated/tables.ts" }),
  onGenerate: async ({ generator, dmmf }) => {
    const { models } = dmmf.datamodel;
    const file = generator.output?.value;
    if (!file) throw new Error("The generator of the tables has no output.");
    mkdirSync(path.dirname(file), { recursive: true });
    const tables = JSON.stringify(Object.fromEntries(models.map(describe)), null, 2);
    const rows = models.map(({ name }) => `  ${name}: models.${name}Model;`);
    writeFileSync(
      file,
      `// Written by lib/db/driver/generate-tables.mjs. Do not edit.
import type * as models from "./models.ts";

/** Model -> its table; each field -> its column, and what type PostgreSQL has for it. */
export const tables = ${tables} as const;

/** Model -> a row of its table, by the names of its fields. */
export interface Rows {
${rows.join("\n")}
}
`,
    );
  },
});
