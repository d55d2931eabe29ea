"use client";

import { type RefObject, useEffect } from "react";

/**
 * What a press takes off the page takes the focus with it. Another element then gets it, unless the person has put it
 * somewhere else meanwhile.
 * @param isPressed whether a press in the component that calls this is why it goes
 * @param heir id of the element that gets the focus; it must be focusable
 */
export function useFocusHeir(isPressed: RefObject<boolean>, heir: string | undefined): void {
  useEffect(
    () => () => {
      // What took its place is on the page by now.
      if (heir && isPressed.current && document.activeElement === document.body) document.getElementById(heir)?.focus();
    },
    [isPressed, heir],
  );
}
