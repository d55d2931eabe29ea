import { BarChart } from "@/components/ui/bar-chart";
import { DataTable } from "@/components/ui/data-table";
import { Disclosure } from "@/components/ui/disclosure";
import { Time } from "@/components/ui/time";
import type { AppUse } from "@/lib/account/app-use";
import type { Words } from "@/lib/i18n/words";

export interface UseChartProps {
  words: Words;
  use: Pick<AppUse, "days" | "usedDays" | "devices">;
}

/** How often an app used the account on each day: drawn, and the same as a table. */
export function UseChart({ words, use: { days, usedDays, devices } }: UseChartProps) {
  const texts = words.account.use;
  if (usedDays === 0) return <p className="text-sm text-fg-muted">{texts.none(days.length)}</p>;
  const first = days[0];
  const last = days.at(-1);
  return (
    <div className="grid max-w-measure gap-3">
      <p>{texts.summary(usedDays, days.length, devices)}</p>
      <BarChart
        label={texts.chart(days.length)}
        bars={days.map(({ day, uses }) => ({ key: day, parts: [{ value: uses, tone: "accent" }] }))}
      />
      {first && last ? (
        <p aria-hidden="true" className="flex justify-between gap-3 text-xs text-fg-muted">
          <Time words={words} value={new Date(first.day)} />
          <Time words={words} value={new Date(last.day)} />
        </p>
      ) : null}
      <Disclosure summary={texts.table}>
        <DataTable
          caption={texts.chart(days.length)}
          isCaptionHidden
          rows={days.filter(({ uses }) => uses > 0).toReversed()}
          rowKey={({ day }) => day}
          columns={[
            {
              key: "day",
              header: texts.day,
              isRowHeader: true,
              cell: ({ day }) => <Time words={words} value={new Date(day)} />,
            },
            { key: "uses", header: texts.uses, align: "end", cell: ({ uses }) => words.formats.formatNumber(uses) },
          ]}
        />
      </Disclosure>
    </div>
  );
}
