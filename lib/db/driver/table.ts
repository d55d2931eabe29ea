import { Prisma } from "../generated/client";
import { type Rows, tables } from "../generated/tables";
import { toRecordset } from "./sql";

/** A model of prisma/schema.prisma. */
type Model = keyof Rows;
type Columns<M extends Model> = (typeof tables)[M]["columns"];
type Field<M extends Model> = keyof Rows[M] & keyof Columns<M> & string;
type ColumnName<M extends Model, F extends Field<M>> = Columns<M>[F] extends { column: infer Name extends string }
  ? Name
  : never;

/** The values of a field: what its column can hold; for JSON, any object. */
type Within<Column> = Prisma.JsonValue extends Column ? Column | object : Column;

/** A value of the core that has exactly the fields of a model: the compiler names a missing one. */
type RowOf<M extends Model, Value> = { [F in Field<M>]: Within<Rows[M][F]> } & {
  [K in Exclude<keyof Value, Field<M>>]: never;
};

/** Some fields of a table in a statement, each named by alias and column: `g_client_id`. */
export interface Part<Row, Value> {
  /** `g.client_id AS g_client_id, …`: reads them from the table */
  readonly selected: string;
  /** `g_client_id, …`: passes them on from an earlier step of the statement */
  readonly names: string;
  /** `g_client_id text, …`: reads them from a recordset */
  readonly typed: string;
  /** `client_id, …`: the columns into which `INSERT` puts `names` */
  readonly columns: string;
  /** Reads them from a row. */
  read: (row: Row) => Value;
  /** Puts them into an item of a recordset. */
  write: (item: object, value: Value) => void;
}

type PartOf<M extends Model, Value, Alias extends string, F extends Field<M>> = Part<
  { [K in F as `${Alias}_${ColumnName<M, K>}`]: Rows[M][K] },
  Pick<Value, F & keyof Value>
>;

/** The row that a part reads. */
export type PartRow<P> = P extends Part<infer Row, infer _Value> ? Row : never;

/**
 * A table for statements that do not go through Prisma, and the core's type for its rows. Columns and types come from
 * prisma/schema.prisma. All texts are built once, when a module is loaded.
 */
export class Table<M extends Model, Value extends RowOf<M, Value>> {
  readonly #columns: readonly { field: string; column: string; type: string }[];
  /** what stands before and after the parameter */
  readonly #inserts: readonly [string, string];

  constructor(model: M) {
    const { table, columns } = tables[model];
    this.#columns = Object.entries(columns).map(([field, { column, type }]) => ({ field, column, type }));
    const names = this.#columns.map(({ field }) => `"${field}"`);
    const typed = this.#columns.map(({ field, type }) => `"${field}" ${type}`);
    this.#inserts = [
      `INSERT INTO ${table} (${this.#columns.map(({ column }) => column).join(", ")})
      SELECT ${names.join(", ")} FROM json_to_recordset(`,
      `::text::json) AS t(${typed.join(", ")})`,
    ];
  }

  /** All fields under an alias. */
  as<Alias extends string>(alias: Alias): PartOf<M, Value, Alias, Field<M>> {
    return this.#part(alias, () => true);
  }

  /** These fields under an alias. */
  only<Alias extends string, F extends Field<M>>(alias: Alias, fields: readonly F[]): PartOf<M, Value, Alias, F> {
    return this.#part(alias, (field) => fields.some((each) => each === field));
  }

  /** All fields but these under an alias. */
  without<Alias extends string, F extends Field<M>>(
    alias: Alias,
    fields: readonly F[],
  ): PartOf<M, Value, Alias, Exclude<Field<M>, F>> {
    return this.#part(alias, (field) => !fields.some((each) => each === field));
  }

  /** `client_id text, …`: the columns of a recordset with these fields. */
  typed(...fields: Field<M>[]): string {
    const found = this.#columns.filter(({ field }) => fields.some((each) => each === field));
    return found.map(({ column, type }) => `${column} ${type}`).join(", ");
  }

  /** `INSERT` of the rows in a parameter that `toRecordset` made. */
  insert(parameter: string): string {
    return this.#inserts.join(parameter);
  }

  /** `INSERT` of one value, once for each row of `source`. */
  insertFor(source: Prisma.Sql, value: Value & object): Prisma.Sql {
    const [before, after] = this.#inserts.map((text) => Prisma.raw(text));
    return Prisma.sql`${before}${toRecordset([value])}${after}, ${source}`;
  }

  #part<Row, Taken>(alias: string, isPart: (field: string) => boolean): Part<Row, Taken> {
    const columns = this.#columns
      .filter(({ field }) => isPart(field))
      .map((each) => ({ ...each, name: `${alias}_${each.column}` }));
    return {
      selected: columns.map(({ column, name }) => `${alias}.${column} AS ${name}`).join(", "),
      names: columns.map(({ name }) => name).join(", "),
      typed: columns.map(({ name, type }) => `${name} ${type}`).join(", "),
      columns: columns.map(({ column }) => column).join(", "),
      read: (row) => {
        const from = row as Record<string, unknown>;
        const value: Record<string, unknown> = {};
        for (const { field, name } of columns) value[field] = from[name];
        return value as Taken;
      },
      write: (item, value) => {
        const from = value as Record<string, unknown>;
        const into = item as Record<string, unknown>;
        for (const { field, name } of columns) into[name] = from[field];
      },
    };
  }
}
