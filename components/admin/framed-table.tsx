import { DataTable, type DataTableProps } from "@/components/ui/data-table";

/** A table on a surface of its own. Its caption is for screen readers only, because there is a heading above it. */
export function FramedTable<Row>(props: Omit<DataTableProps<Row>, "isCaptionHidden">) {
  return (
    <div className="sm:rounded-card sm:border sm:border-border sm:bg-surface sm:px-2 sm:[&_tbody>tr:last-child]:border-b-0">
      <DataTable {...props} isCaptionHidden />
    </div>
  );
}
