import type { ReactNode } from "react";

export interface BreadcrumbProps {
  /** names the landmark */
  label: string;
  /** the last one is the current page and needs no `href` */
  items: readonly { href?: string; label: ReactNode }[];
}

/** The pages above this one, and this one. */
export function Breadcrumb({ label, items }: BreadcrumbProps) {
  return (
    <nav aria-label={label}>
      <ol className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        {items.map((item, index) => (
          <li key={item.href ?? index} className="flex min-h-6 min-w-0 items-center gap-2 wrap-anywhere">
            {index > 0 ? (
              <span aria-hidden="true" className="text-fg-subtle">
                /
              </span>
            ) : null}
            {item.href ? (
              <a href={item.href} className="link inline-flex min-h-6 items-center">
                {item.label}
              </a>
            ) : (
              <span aria-current="page" className="text-fg-muted">
                {item.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
