import clsx from "clsx";
import type { ReactNode } from "react";

export interface NavItem {
  href: string;
  label: ReactNode;
  isCurrent?: boolean;
  icon?: ReactNode;
}

export interface NavProps {
  /** names the landmark */
  label: string;
  items: readonly NavItem[];
  /** `auto`: a row on small screens, a column from 1024 px on. A row is one line, which scrolls where it is too long */
  direction?: "auto" | "row";
}

/** Links of an area; the current one is marked by weight and a bar, and by `aria-current`. */
export function Nav({ label, items, direction = "auto" }: NavProps) {
  return (
    <nav aria-label={label} className="min-w-0">
      <ul className={clsx("nav-line flex gap-1", direction === "auto" && "lg:flex-col lg:overflow-visible lg:bg-none")}>
        {items.map((item) => (
          <li key={item.href} className="shrink-0">
            <a
              href={item.href}
              aria-current={item.isCurrent ? "page" : undefined}
              className={clsx(
                "flex min-h-11 items-center gap-2.5 rounded-control border-s-[3px] border-transparent px-3 py-1.5 text-sm sm:min-h-9",
                "text-fg-muted hover:bg-sunken hover:text-fg",
                "aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent-soft-fg",
              )}
            >
              {item.icon}
              {item.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
