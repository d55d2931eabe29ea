"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";

/** In the storage of the tab: an act was sent, and no page has been opened since. */
const ACT = "portico-act";

/**
 * Moves the focus to the first wrong field or the heading of the page that an act led to: what had the focus is gone with the page
 * before. The browser may load the page anew, so the tab remembers that there was an act. If something on the page took the focus
 * itself, such as a note or a field that is to be typed in, it keeps it. After a link the focus is where the browser puts it.
 * @see WCAG 2.2 §2.4.3
 */
export function FocusAfterAct() {
  const pathname = usePathname();
  useEffect(() => {
    const onSubmit = () => sessionStorage.setItem(ACT, "1");
    const onClick = ({ target }: MouseEvent) => {
      if (target instanceof Element && target.closest("a")) sessionStorage.removeItem(ACT);
    };
    document.addEventListener("submit", onSubmit, true);
    document.addEventListener("click", onClick, true);
    return () => {
      document.removeEventListener("submit", onSubmit, true);
      document.removeEventListener("click", onClick, true);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what says that this is another page
  useEffect(() => {
    if (sessionStorage.getItem(ACT) === null) return;
    sessionStorage.removeItem(ACT);
    // Once everything on the page that takes the focus has done so, in a microtask too.
    setTimeout(() => {
      if (document.activeElement !== document.body) return;
      const found = document.querySelector<HTMLElement>('main [aria-invalid="true"]') ?? document.querySelector("h1");
      if (!found) return;
      if (found instanceof HTMLHeadingElement) found.tabIndex = -1;
      found.focus();
    });
  }, [pathname]);
  return null;
}
