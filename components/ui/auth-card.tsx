import type { ReactNode } from "react";

export interface AuthCardProps {
  /** above the heading, such as the app that asks */
  eyebrow?: ReactNode;
  /** the task; the page's h1 */
  title: ReactNode;
  /** under the heading, one or two lines */
  lead?: ReactNode;
  children: ReactNode;
}

/** The one card of a sign-in page: a sheet of paper on small screens, a card from 640 px on. */
export function AuthCard({ eyebrow, title, lead, children }: AuthCardProps) {
  return (
    <div className="border-y border-border bg-surface p-5 sm:rounded-card sm:border sm:p-7">
      {eyebrow}
      <h1 id="page-title" tabIndex={-1} className="text-xl font-heading">
        {title}
      </h1>
      {lead ? <div className="mt-1 text-fg-muted">{lead}</div> : null}
      <div className="mt-5 grid gap-5">{children}</div>
    </div>
  );
}
