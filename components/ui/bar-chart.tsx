/** Units of the drawing: a bar is this wide, with its gap, and the highest this high. */
const STEP = 10;
const GAP = 2;
const HEIGHT = 60;
/** A bar that stands for anything is never lower than this. */
const LOWEST = 4;

const TONES = { accent: "fill-accent", muted: "fill-fg-subtle", danger: "fill-danger" } as const;

export type BarTone = keyof typeof TONES;

export interface Bar {
  key: string;
  /** from the bottom up */
  parts: readonly { value: number; tone: BarTone }[];
}

/** Bars side by side, each of one part or more on top of each other. The same numbers must stand beside it as a table. */
export function BarChart({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const sum = ({ parts }: Bar) => parts.reduce((total, { value }) => total + value, 0);
  const most = Math.max(1, ...bars.map(sum));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${bars.length * STEP - GAP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-16 w-full"
    >
      {bars.map((bar, index) => {
        const shown = bar.parts.filter(({ value }) => value > 0);
        let top = HEIGHT;
        if (shown.length === 0) {
          return (
            <rect
              key={bar.key}
              x={index * STEP}
              y={HEIGHT - 1}
              width={STEP - GAP}
              height={1}
              className="fill-border-control"
            />
          );
        }
        return shown.map(({ value, tone }) => {
          const height = Math.max(LOWEST / shown.length, Math.round((value / most) * HEIGHT));
          top -= height;
          return (
            <rect
              key={`${bar.key}-${tone}`}
              x={index * STEP}
              y={Math.max(0, top)}
              width={STEP - GAP}
              height={height}
              className={TONES[tone]}
            />
          );
        });
      })}
    </svg>
  );
}
