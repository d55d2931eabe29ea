import { DRAWINGS, type Message } from "@/lib/docs/drawings";
import type { DrawingName } from "@/lib/docs/pages";
import type { Words } from "@/lib/i18n/words";

/** In units of the drawing: a lane, a row, and the names above them. */
const LANE = 80;
const ROW = 30;
const TOP = 34;

const RADIUS = 8.5;
const GAP = 4;

export interface SequenceDrawingProps {
  words: Words;
  name: DrawingName;
}

/** Messages that go from one to another, numbered, and beside them what each number means: the drawing in words. */
export function SequenceDrawing({ words, name }: SequenceDrawingProps) {
  const { actors, messages } = DRAWINGS[name];
  const { title, steps } = words.docs.drawings[name];
  const width = actors.length * LANE;
  const height = TOP + messages.length * ROW + 10;
  const middle = (actor: Message["from"]) => actors.indexOf(actor) * LANE + LANE / 2;
  return (
    <figure className="grid gap-5 rounded-card border border-border bg-surface p-4 sm:p-5 grid-cols-[repeat(auto-fit,minmax(min(100%,18rem),1fr))]">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title} className="w-full max-w-sm text-fg">
        {actors.map((actor) => (
          <g key={actor}>
            <text x={middle(actor)} y={16} textAnchor="middle" fontSize={12} fontWeight={600} fill="currentColor">
              {words.docs.actors[actor]}
            </text>
            <line
              x1={middle(actor)}
              x2={middle(actor)}
              y1={24}
              y2={height}
              stroke="currentColor"
              strokeDasharray="2 3"
              className="text-fg-subtle"
            />
          </g>
        ))}
        {messages.map((message, index) => (
          <Arrow
            // biome-ignore lint/suspicious/noArrayIndexKey: a message is known by its number, and none moves
            key={index}
            number={index + 1}
            wire={message.wire}
            from={middle(message.from)}
            to={middle(message.to)}
            y={TOP + index * ROW + ROW / 2}
          />
        ))}
      </svg>
      <ol className="grid content-start gap-1.5 text-sm">
        {steps.map((step, index) => (
          <li key={step} className="flex gap-2.5">
            <span aria-hidden="true" className="w-5 shrink-0 text-end font-semibold text-accent-fg tabular-nums">
              {index + 1}
            </span>
            <span className="min-w-0">{step}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}

interface ArrowProps {
  number: number;
  wire: string | null;
  from: number;
  to: number;
  y: number;
}

function Arrow({ number, wire, from, to, y }: ArrowProps) {
  const way = Math.sign(to - from);
  const tip = to - way * GAP;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in a drawing takes the focus
    <g aria-hidden="true" className="text-accent-fg select-none">
      <line x1={from} x2={tip} y1={y} y2={y} stroke="currentColor" strokeWidth={1.5} />
      <path d={`M ${tip} ${y} l ${-way * 7} -4 v 8 z`} fill="currentColor" />
      <circle cx={from} cy={y} r={RADIUS} className="fill-surface" stroke="currentColor" strokeWidth={1.25} />
      <text x={from} y={y + 3.5} textAnchor="middle" fontSize={10} fontWeight={600} fill="currentColor">
        {number}
      </text>
      {wire ? (
        <text
          x={(from + to) / 2 + way * 2}
          y={y - 4}
          textAnchor="middle"
          fontSize={10.5}
          fill="currentColor"
          className="font-mono text-fg-muted"
        >
          {wire}
        </text>
      ) : null}
    </g>
  );
}
