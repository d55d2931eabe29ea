"use client";

import { useEffect, useRef, useState } from "react";
import { Note, type NoteTone } from "./note";

/** A message of what was done, shown once. `takeAway` is the cookie that ends it. */
export interface Flash {
  tone: NoteTone;
  text: string;
  takeAway: string;
}

/**
 * What the last action did, until the next press: what comes of that one is said anew, or stands beside its form. The page
 * says it once only, and may be drawn again while it is read. It takes the focus when nothing else has it, since the press
 * removed what had it or led to this page.
 */
export function FlashNote({ flash }: { flash: Flash | null }) {
  const [said, setSaid] = useState(flash);
  const note = useRef<HTMLDivElement>(null);
  // Another success is another message, also in the same words. A page that is drawn again brings none, and takes none away.
  useEffect(() => {
    if (flash) setSaid(flash);
  }, [flash]);
  useEffect(() => {
    const hide = () => setSaid(null);
    document.addEventListener("submit", hide);
    return () => document.removeEventListener("submit", hide);
  }, []);
  useEffect(() => {
    if (!said) return;
    // Once every form has put the focus back where it was.
    queueMicrotask(() => {
      if (document.activeElement === document.body) note.current?.focus();
    });
  }, [said]);
  if (!said) return null;
  return (
    <div ref={note} tabIndex={-1} className="rounded-control">
      <Note tone={said.tone}>{said.text}</Note>
    </div>
  );
}
