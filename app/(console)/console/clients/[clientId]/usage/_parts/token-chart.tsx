import { BarChart } from "@/components/ui/bar-chart";
import type { AppUsage } from "@/lib/clients/app-usage";
import type { Words } from "@/lib/i18n/words";
import { ChartEnds } from "./chart-ends";
import { UsageTable } from "./usage-table";

/** How many tokens were issued by which grant, and how fast. */
export function TokenChart({ words, usage }: { words: Words; usage: AppUsage }) {
  const texts = words.console.usage;
  const { range, span, steps, total } = usage;
  const all = Object.values(total.tokens).reduce((sum, each) => sum + each, 0);
  if (all === 0) return null;
  const label = texts.chart(texts.tokens(all), texts.ranges[range]);
  return (
    <div className="grid max-w-measure gap-3">
      <BarChart
        label={label}
        bars={steps.map(({ startsAt, tokens }) => ({
          key: startsAt.toISOString(),
          parts: [{ value: Object.values(tokens).reduce((sum, each) => sum + each, 0), tone: "accent" }],
        }))}
      />
      <ChartEnds words={words} usage={usage} />
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {Object.entries(total.tokens).map(([grantType, value]) => (
          <li key={grantType}>
            <code>{grantType}</code>: {words.formats.formatNumber(value)}
          </li>
        ))}
      </ul>
      <p className="text-sm">{total.tokenP95 === null ? texts.slow : texts.p95(total.tokenP95)}</p>
      <UsageTable
        words={words}
        caption={label}
        step={texts.step[span]}
        unit={texts.value}
        rows={steps.toReversed().flatMap(({ startsAt, tokens, tokenP95 }) => {
          const at = texts.at[span](startsAt);
          const rows = Object.entries(tokens).map(([what, value]) => ({
            key: `${startsAt.toISOString()} ${what}`,
            at,
            what,
            value,
          }));
          const within = { key: `${startsAt.toISOString()} p95`, at, what: texts.within, value: tokenP95 ?? 0 };
          return tokenP95 === null ? rows : [...rows, within];
        })}
      />
    </div>
  );
}
