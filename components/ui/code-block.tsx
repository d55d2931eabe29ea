import type { ReactNode } from "react";

export interface CodeBlockProps {
  /** the accessible name of the block */
  label: string;
  code: string;
  /** such as a `CopyButton` */
  action?: ReactNode;
}

/** Code or a value to copy. Long lines scroll inside the block. */
export function CodeBlock({ label, code, action }: CodeBlockProps) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-control border border-border bg-code-bg text-code-fg">
      <figcaption className="flex items-center justify-between gap-3 border-b border-border px-3 py-1.5 text-sm text-fg-muted">
        <span>{label}</span>
        {action}
      </figcaption>
      {/* A region that scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section tabIndex={0} aria-label={label} className="overflow-x-auto p-3">
        <pre className="w-max min-w-full whitespace-pre">
          <code>{code}</code>
        </pre>
      </section>
    </figure>
  );
}
