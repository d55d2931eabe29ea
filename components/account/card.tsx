import type { ReactNode } from "react";

export interface CardProps {
  title: ReactNode;
  /** names the section; must be unique on the page */
  id: string;
  intro?: ReactNode;
  children: ReactNode;
}

/** One section of an account page. */
export function Card({ title, id, intro, children }: CardProps) {
  return (
    <section aria-labelledby={id} className="grid gap-4 rounded-card border border-border bg-surface p-4 sm:p-6">
      <div className="grid gap-1">
        <h2 id={id} tabIndex={-1} className="text-lg font-semibold">
          {title}
        </h2>
        {intro ? <p className="max-w-measure text-sm text-fg-muted">{intro}</p> : null}
      </div>
      {children}
    </section>
  );
}
