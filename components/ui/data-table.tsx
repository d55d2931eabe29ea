import clsx from "clsx";
import type { ReactNode } from "react";

export interface DataColumn<Row> {
  key: string;
  header: ReactNode;
  /** the header as text, shown as a label when the row is a card */
  label?: string;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** this cell names its row */
  isRowHeader?: boolean;
}

export interface DataTableProps<Row> {
  caption: ReactNode;
  isCaptionHidden?: boolean;
  /** on a surface of its own */
  isFramed?: boolean;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

/** A table with more columns needs more room for them side by side. */
const MANY = 6;

/**
 * A table that turns into labelled cards where it has too little room, so that nothing scrolls sideways: on a phone, and in
 * letters of twice the size.
 */
export function DataTable<Row>({ isFramed = false, ...table }: DataTableProps<Row>) {
  return (
    <div className={clsx("min-w-0", table.columns.length > MANY ? "@container/wide-table" : "@container/table")}>
      {isFramed ? (
        <div className="as-table:rounded-card as-table:border as-table:border-border as-table:bg-surface as-table:px-2 as-table:[&_tbody>tr:last-child]:border-b-0">
          <Table {...table} />
        </div>
      ) : (
        <Table {...table} />
      )}
    </div>
  );
}

function Table<Row>({
  caption,
  isCaptionHidden = false,
  columns,
  rows,
  rowKey,
}: Omit<DataTableProps<Row>, "isFramed">) {
  return (
    <table className="block w-full text-sm as-table:table as-table:border-collapse">
      <caption
        className={clsx("block text-start font-semibold as-table:table-caption", isCaptionHidden ? "sr-only" : "pb-3")}
      >
        {caption}
      </caption>
      <thead className="sr-only as-table:not-sr-only as-table:table-header-group">
        <tr className="as-table:border-b as-table:border-border">
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={clsx(
                "px-3 py-2 font-semibold text-fg-muted",
                column.align === "end" ? "text-end" : "text-start",
              )}
            >
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="grid gap-3 as-table:table-row-group">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            className="grid gap-2 rounded-card border border-border bg-surface p-4 as-table:table-row as-table:rounded-none as-table:border-0 as-table:border-b as-table:bg-transparent"
          >
            {columns.map((column) => (
              <DataCell key={column.key} column={column}>
                {column.cell(row)}
              </DataCell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DataCell<Row>({ column, children }: { column: DataColumn<Row>; children: ReactNode }) {
  const label = column.label ?? (typeof column.header === "string" ? column.header : null);
  const className = clsx(
    "grid min-w-0 gap-0.5 wrap-anywhere as-table:table-cell as-table:px-3 as-table:py-3 as-table:align-top",
    column.align === "end" ? "as-table:text-end" : "text-start",
  );
  const content = (
    <>
      {label && !column.isRowHeader ? (
        <span aria-hidden="true" className="text-xs font-semibold text-fg-muted as-table:hidden">
          {label}
        </span>
      ) : null}
      <span className="block">{children}</span>
    </>
  );
  if (column.isRowHeader) {
    return (
      <th scope="row" className={clsx(className, "font-semibold")}>
        {content}
      </th>
    );
  }
  return <td className={className}>{content}</td>;
}
