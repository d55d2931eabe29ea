import { DataTable, type DataTableProps } from "@/components/ui/data-table";

/** A table on a surface of its own. Its caption is for screen readers only, because there is a heading above it. */
export function FramedTable<Row>(props: Omit<DataTableProps<Row>, "isCaptionHidden" | "isFramed">) {
  return <DataTable {...props} isCaptionHidden isFramed />;
}
