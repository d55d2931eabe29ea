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
 * Says what the last action did, once, until the next press. The page may be drawn again while the note is read. It
 * takes the focus if nothing else has it, because the press removed what had it or led to this page.
 */
export function FlashNote({ flash }: { flash: Flash | null }) {
  const [said, setSaid] = useState(flash);
  const note = useRef<HTMLDivElement>(null);
  // Another success is another message, also in the same words. A page that is drawn again brings none, and takes none
  // away.
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
