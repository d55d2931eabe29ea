import clsx from "clsx";
import type { BarTone } from "@/components/ui/bar-chart";

const TONES: Readonly<Record<BarTone, string>> = { accent: "bg-accent", muted: "bg-fg-subtle", danger: "bg-danger" };

/** What the colours of a drawing stand for, each with its number. */
export function ChartKey({ items }: { items: readonly { tone: BarTone; text: string }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {items.map(({ tone, text }) => (
        <li key={tone} className="flex items-center gap-1.5">
          <span aria-hidden="true" className={clsx("size-3 rounded-small", TONES[tone])} />
          {text}
        </li>
      ))}
    </ul>
  );
}
