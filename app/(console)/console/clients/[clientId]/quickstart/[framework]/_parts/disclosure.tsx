import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** Something that is closed until somebody wants it. */
export function Disclosure({ summary, children }: { summary: string; children: ReactNode }) {
  return (
    <details>
      <summary className="flex min-h-7 w-fit items-center gap-1.5 rounded-small text-sm font-semibold text-accent-fg">
        <ChevronRight aria-hidden="true" className="disclosure-marker size-4" />
        {summary}
      </summary>
      <div className="pt-3">{children}</div>
    </details>
  );
}
