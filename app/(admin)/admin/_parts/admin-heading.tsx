import type { ReactNode } from "react";

export interface AdminHeadingProps {
  title: ReactNode;
  intro?: ReactNode;
  /** above the heading, such as the way here */
  before?: ReactNode;
  /** right of the heading */
  aside?: ReactNode;
}

/** The start of every page of the administration. */
export function AdminHeading({ title, intro, before, aside }: AdminHeadingProps) {
  return (
    <>
      {before}
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid min-w-0 gap-1.5">
          <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading wrap-anywhere">
            {title}
          </h1>
          {intro ? <p className="max-w-measure text-fg-muted">{intro}</p> : null}
        </div>
        {aside}
      </div>
    </>
  );
}
