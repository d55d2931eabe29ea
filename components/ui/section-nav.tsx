"use client";

import { useSelectedLayoutSegment } from "next/navigation";
import { useEffect, useRef } from "react";
import { Nav, type NavItem, type NavProps } from "./nav";

export interface SectionNavProps extends Omit<NavProps, "items"> {
  /** `segment`: the folder of the page below the layout that shows this; null: the page at its own address */
  items: readonly (Omit<NavItem, "isCurrent"> & { segment: string | null })[];
}

/** The links of a layout. It stays while its pages change, so the browser is asked which of them is current. */
export function SectionNav({ items, ...nav }: SectionNavProps) {
  const current = useSelectedLayoutSegment();
  const place = useRef<HTMLDivElement>(null);

  // In a line that is longer than the page, the current link may lie beyond its edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link that is current follows from the segment
  useEffect(() => {
    const link = place.current?.querySelector("[aria-current=page]");
    if (link) bringToMiddle(link);
  }, [current]);

  // A browser leaves a link that shows a few of its letters where it is. One that is pressed must stay under the finger.
  useEffect(() => {
    const nav = place.current;
    const follow = ({ target }: FocusEvent) => {
      if (target instanceof Element && target.matches("a:focus-visible")) bringToMiddle(target);
    };
    nav?.addEventListener("focusin", follow);
    return () => nav?.removeEventListener("focusin", follow);
  }, []);

  return (
    <div ref={place} className="min-w-0">
      <Nav {...nav} items={items.map(({ segment, ...item }) => ({ ...item, isCurrent: segment === current }))} />
    </div>
  );
}

/** Scrolls the line that a link is in, if it is longer than the page. */
function bringToMiddle(link: Element): void {
  const line = link.closest("ul");
  if (!line) return;
  const middle = (element: Element) => {
    const { left, width } = element.getBoundingClientRect();
    return left + width / 2;
  };
  line.scrollBy({ left: middle(link) - middle(line) });
}
