"use client";

import { useEffect, useState } from "react";

/** Shows or hides what was typed in a password input. Absent without JavaScript. */
export function RevealToggle({ inputId, label }: { inputId: string; label: string }) {
  const [isReady, setReady] = useState(false);
  const [isShown, setShown] = useState(false);

  useEffect(() => {
    setReady(true);
    const input = document.getElementById(inputId);
    // A browser keeps `type=text` fields in its form history: hide again before the form leaves.
    const hide = () => setShown(false);
    const form = input?.closest("form");
    form?.addEventListener("submit", hide);
    return () => form?.removeEventListener("submit", hide);
  }, [inputId]);

  useEffect(() => {
    document.getElementById(inputId)?.setAttribute("type", isShown ? "text" : "password");
  }, [inputId, isShown]);

  if (!isReady) return null;
  return (
    <button
      type="button"
      aria-pressed={isShown}
      aria-controls={inputId}
      onClick={() => setShown(!isShown)}
      className="absolute inset-e-1 inset-y-1 rounded-small px-3 text-sm font-semibold text-accent-fg hover:bg-accent-soft aria-pressed:bg-accent-soft aria-pressed:text-accent-soft-fg"
    >
      {label}
    </button>
  );
}
