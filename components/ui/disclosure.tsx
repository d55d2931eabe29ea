import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** How the line that opens it looks, and how far below it the content begins. */
const looks = {
  /** an act of its own, beside others of a card */
  strong: { summary: "min-h-7 text-sm font-semibold text-accent-fg", body: "pt-3" },
  /** within a form: as high as a field, for fingers */
  field: { summary: "min-h-11 font-semibold text-accent-fg sm:min-h-7", body: "pt-2" },
  /** within text or a table */
  plain: { summary: "min-h-6 text-accent-fg", body: "pt-1" },
  /** within a note, in its colour */
  note: { summary: "min-h-6 underline", body: "pt-2" },
};

export interface DisclosureProps {
  /** what opens it */
  summary: ReactNode;
  look?: keyof typeof looks;
  /** as the page opens */
  isOpen?: boolean;
  className?: string;
  children: ReactNode;
}

/** Something that is closed until somebody wants it. */
export function Disclosure({ summary, look = "strong", isOpen = false, className, children }: DisclosureProps) {
  return (
    <details open={isOpen || undefined} className={className}>
      <summary className={clsx("flex w-fit items-center gap-1.5 rounded-small", looks[look].summary)}>
        <ChevronRight aria-hidden="true" className="disclosure-marker size-4 shrink-0" />
        {summary}
      </summary>
      <div className={looks[look].body}>{children}</div>
    </details>
  );
}
