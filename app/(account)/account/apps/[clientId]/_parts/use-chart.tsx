import { DataTable } from "@/components/ui/data-table";
import { Disclosure } from "@/components/ui/disclosure";
import { Time } from "@/components/ui/time";
import type { AppUse } from "@/lib/account/app-use";
import type { Words } from "@/lib/i18n/words";

/** Units of the drawing: a day is this wide, with its gap, and the highest bar this high. */
const STEP = 10;
const GAP = 2;
const HEIGHT = 60;
/** A day with a use is never lower than this. */
const LOWEST = 4;

export interface UseChartProps {
  words: Words;
  use: Pick<AppUse, "days" | "usedDays" | "devices">;
}

/** How often an app used the account on each day: drawn, and the same as a table. */
export function UseChart({ words, use: { days, usedDays, devices } }: UseChartProps) {
  const texts = words.account.use;
  if (usedDays === 0) return <p className="text-sm text-fg-muted">{texts.none(days.length)}</p>;
  const most = Math.max(...days.map(({ uses }) => uses));
  const heightOf = (uses: number) => (uses === 0 ? 1 : Math.max(LOWEST, Math.round((uses / most) * HEIGHT)));
  const first = days[0];
  const last = days.at(-1);
  return (
    <div className="grid max-w-measure gap-3">
      <p>{texts.summary(usedDays, days.length, devices)}</p>
      <svg
        role="img"
        aria-label={texts.chart(days.length)}
        viewBox={`0 0 ${days.length * STEP - GAP} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-16 w-full"
      >
        {days.map(({ day, uses }, index) => (
          <rect
            key={day}
            x={index * STEP}
            y={HEIGHT - heightOf(uses)}
            width={STEP - GAP}
            height={heightOf(uses)}
            className={uses === 0 ? "fill-border-control" : "fill-accent"}
          />
        ))}
      </svg>
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
