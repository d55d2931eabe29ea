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
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

/** A table that turns into labelled cards under 640 px, so that nothing scrolls sideways. */
export function DataTable<Row>({ caption, isCaptionHidden = false, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    <table className="block w-full text-sm sm:table sm:border-collapse">
      <caption
        className={clsx("block text-start font-semibold sm:table-caption", isCaptionHidden ? "sr-only" : "pb-3")}
      >
        {caption}
      </caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className="sm:border-b sm:border-border">
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
      <tbody className="grid gap-3 sm:table-row-group">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            className="grid gap-2 rounded-card border border-border bg-surface p-4 sm:table-row sm:rounded-none sm:border-0 sm:border-b sm:bg-transparent"
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
    "grid min-w-0 gap-0.5 wrap-anywhere sm:table-cell sm:px-3 sm:py-3 sm:align-top",
    column.align === "end" ? "sm:text-end" : "text-start",
  );
  const content = (
    <>
      {label && !column.isRowHeader ? (
        <span aria-hidden="true" className="text-xs font-semibold text-fg-muted sm:hidden">
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
