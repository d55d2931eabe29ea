import { DataTable } from "@/components/ui/data-table";
import type { AppUsage } from "@/lib/clients/app-usage";
import type { Words } from "@/lib/i18n/words";

export interface ErrorCausesProps {
  words: Words;
  usage: AppUsage;
  /** of the page with the requests */
  eventsPath: string;
}

/** How often requests were refused for which cause, the most frequent first. */
export function ErrorCauses({ words, usage, eventsPath }: ErrorCausesProps) {
  const texts = words.console.usage;
  const known: Readonly<Record<string, { title: string }>> = words.console.causes;
  const rows = Object.entries(usage.total.errors).sort(([, one], [, other]) => other - one);
  if (rows.length === 0) return null;
  return (
    <div className="grid max-w-measure gap-3">
      <p className="text-sm text-fg-muted">{texts.errorsHint}</p>
      <DataTable
        caption={texts.chart(texts.errors(rows.reduce((sum, [, value]) => sum + value, 0)), texts.ranges[usage.range])}
        isCaptionHidden
        rows={rows}
        rowKey={([cause]) => cause}
        columns={[
          {
            key: "cause",
            header: texts.cause,
            isRowHeader: true,
            cell: ([cause]) => (
              <a
                href={`${eventsPath}?cause=${encodeURIComponent(cause)}`}
                className="link inline-flex min-h-6 items-center"
              >
                {Object.hasOwn(known, cause) ? known[cause]?.title : cause}
              </a>
            ),
          },
          { key: "times", header: texts.times, align: "end", cell: ([, value]) => words.formats.formatNumber(value) },
        ]}
      />
    </div>
  );
}
