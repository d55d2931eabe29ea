"use client";

import { useEffect } from "react";

/** Moves the focus to what the last press made or opened, once the page is drawn. */
export function FocusTarget({ id }: { id: string }) {
  useEffect(() => {
    document.getElementById(id)?.focus();
  }, [id]);
  return null;
}
