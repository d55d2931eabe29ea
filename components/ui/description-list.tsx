import type { ReactNode } from "react";

export interface DescriptionListProps {
  items: readonly { term: ReactNode; description: ReactNode; key?: string }[];
}

/** Pairs of name and value; one above the other on small screens. */
export function DescriptionList({ items }: DescriptionListProps) {
  return (
    <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[minmax(8rem,auto)_1fr] sm:gap-y-3">
      {items.map((item, index) => (
        <div
          key={item.key ?? index}
          className="mb-2 grid min-w-0 gap-0.5 sm:col-span-2 sm:mb-0 sm:grid-cols-subgrid sm:gap-x-6"
        >
          <dt className="text-sm font-semibold text-fg-muted">{item.term}</dt>
          <dd className="min-w-0 text-sm wrap-anywhere">{item.description}</dd>
        </div>
      ))}
    </dl>
  );
}
