"use client";

import { useEffect, useState } from "react";

export interface PasswordCounterProps {
  inputId: string;
  /** the sentence for each count, from nothing to `minLength` */
  sentences: string[];
}

/** Shows the length of the password while it is typed. Announced every five characters at most. */
export function PasswordCounter({ inputId, sentences }: PasswordCounterProps) {
  const [count, setCount] = useState(0);
  const enough = sentences.length - 1;

  useEffect(() => {
    const input = document.getElementById(inputId);
    if (!(input instanceof HTMLInputElement)) return;
    const read = () => setCount([...input.value.normalize("NFKC")].length);
    input.addEventListener("input", read);
    return () => input.removeEventListener("input", read);
  }, [inputId]);

  const said = count >= enough ? enough : count - (count % 5);
  return (
    <>
      <p aria-hidden="true" className="min-h-5 text-sm text-fg-muted tabular-nums">
        {count > 0 ? sentences[Math.min(count, enough)] : null}
      </p>
      <p aria-live="polite" className="sr-only">
        {said > 0 ? sentences[said] : null}
      </p>
    </>
  );
}
