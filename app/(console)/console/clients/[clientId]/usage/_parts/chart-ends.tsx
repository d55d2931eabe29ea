import type { AppUsage } from "@/lib/clients/app-usage";
import type { Words } from "@/lib/i18n/words";

/** The first and the last time of a drawing, below its ends. */
export function ChartEnds({ words, usage: { steps, span } }: { words: Words; usage: AppUsage }) {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) return null;
  const at = words.console.usage.at[span];
  return (
    <p aria-hidden="true" className="flex justify-between gap-3 text-xs text-fg-muted">
      <span>{at(first.startsAt)}</span>
      <span className="text-end">{at(last.startsAt)}</span>
    </p>
  );
}
