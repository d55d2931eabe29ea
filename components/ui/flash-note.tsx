"use client";

import { useEffect, useState } from "react";
import type { FlashStatusProps } from "./flash-status";
import { Note } from "./note";

/** What the last action did, until the next press: what comes of that one is said anew, or stands beside its form. */
export function FlashNote({ flash }: { flash: NonNullable<FlashStatusProps["flash"]> }) {
  const [hidden, setHidden] = useState<typeof flash | null>(null);
  useEffect(() => {
    // Another success is another message, also in the same words.
    const hide = () => setHidden(flash);
    document.addEventListener("submit", hide);
    return () => document.removeEventListener("submit", hide);
  }, [flash]);
  return hidden === flash ? null : <Note tone={flash.tone}>{flash.text}</Note>;
}
