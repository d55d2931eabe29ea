import { DataTable } from "@/components/ui/data-table";
import type { Words } from "@/lib/i18n/words";

export interface UsageTableRow {
  key: string;
  at: string;
  what: string;
  value: number;
}

export interface UsageTableProps {
  words: Words;
  caption: string;
  /** what the first column is: an hour, or a day */
  step: string;
  /** what the last column counts */
  unit: string;
  rows: readonly UsageTableRow[];
}

/** The numbers of a drawing, folded away below it. */
export function UsageTable({ words, caption, step, unit, rows }: UsageTableProps) {
  const texts = words.console.usage;
  return (
    <details>
      <summary className="link inline-flex min-h-6 cursor-pointer items-center text-sm">{texts.table}</summary>
      <div className="pt-3">
        <DataTable
          caption={caption}
          isCaptionHidden
          rows={rows}
          rowKey={({ key }) => key}
          columns={[
            { key: "at", header: step, isRowHeader: true, cell: ({ at }) => at },
            { key: "what", header: texts.what, cell: ({ what }) => what },
            { key: "value", header: unit, align: "end", cell: ({ value }) => words.formats.formatNumber(value) },
          ]}
        />
      </div>
    </details>
  );
}
