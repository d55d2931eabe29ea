import type { ReactNode } from "react";

export interface EmptyStateProps {
  title: ReactNode;
  /** what this place is for, in one sentence */
  children?: ReactNode;
  /** one action */
  action?: ReactNode;
}

/** A place with nothing in it yet. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-start gap-3 rounded-card border border-dashed border-border-control p-6">
      <p className="text-lg font-semibold">{title}</p>
      {children ? <div className="max-w-measure text-fg-muted">{children}</div> : null}
      {action}
    </div>
  );
}
