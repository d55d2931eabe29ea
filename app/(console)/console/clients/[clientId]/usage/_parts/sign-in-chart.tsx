import { BarChart, type BarTone } from "@/components/ui/bar-chart";
import type { AppUsage } from "@/lib/clients/app-usage";
import type { Words } from "@/lib/i18n/words";
import { ChartEnds } from "./chart-ends";
import { ChartKey } from "./chart-key";
import { UsageTable } from "./usage-table";

const ENDS = [
  ["done", "accent"],
  ["refused", "muted"],
  ["failed", "danger"],
] as const satisfies readonly (readonly [string, BarTone])[];

/** How the sign-ins ended. */
export function SignInChart({ words, usage }: { words: Words; usage: AppUsage }) {
  const texts = words.console.usage;
  const { range, span, steps, total } = usage;
  const label = texts.chart(texts.signIns(total.signIns.done), texts.ranges[range]);
  return (
    <div className="grid max-w-measure gap-3">
      <BarChart
        label={label}
        bars={steps.map(({ startsAt, signIns }) => ({
          key: startsAt.toISOString(),
          parts: ENDS.map(([end, tone]) => ({ value: signIns[end], tone })),
        }))}
      />
      <ChartEnds words={words} usage={usage} />
      <ChartKey
        items={ENDS.map(([end, tone]) => ({
          tone,
          text: `${texts.signInEnds[end]}: ${words.formats.formatNumber(total.signIns[end])}`,
        }))}
      />
      <UsageTable
        words={words}
        caption={label}
        step={texts.step[span]}
        unit={texts.times}
        rows={steps.toReversed().flatMap(({ startsAt, signIns }) =>
          ENDS.filter(([end]) => signIns[end] > 0).map(([end]) => ({
            key: `${startsAt.toISOString()} ${end}`,
            at: texts.at[span](startsAt),
            what: texts.signInEnds[end],
            value: signIns[end],
          })),
        )}
      />
    </div>
  );
}
