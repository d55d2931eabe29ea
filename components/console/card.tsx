import clsx from "clsx";
import type { ReactNode } from "react";

export interface CardProps {
  title?: ReactNode;
  /** right of the title */
  aside?: ReactNode;
  tone?: "plain" | "danger";
  children: ReactNode;
  /** of the card; its heading gets `<id>-heading` */
  id?: string;
}

/** A part of a page with its own heading. */
export function Card({ title, aside, tone = "plain", children, id }: CardProps) {
  return (
    <section
      id={id}
      className={clsx(
        "grid min-w-0 content-start gap-4 rounded-card border bg-surface p-4 sm:p-5",
        tone === "danger" ? "border-danger/60" : "border-border",
      )}
    >
      {title || aside ? (
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          {title ? (
            <h2 id={id && `${id}-heading`} tabIndex={-1} className="text-lg font-semibold">
              {title}
            </h2>
          ) : null}
          {aside ? <div className="text-sm">{aside}</div> : null}
        </div>
      ) : null}
      {children}
    </section>
  );
}
