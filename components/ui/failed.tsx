"use client";

import { useBrowserWords } from "./browser-words";
import { Button } from "./button";

/** The props that Next.js gives to an `error.tsx`. */
export interface FailedProps {
  /** `digest` identifies the error in the log */
  error: Error & { digest?: string };
  reset: () => void;
}

/** In place of a page that failed: what to do, and what to tell the operator. */
export function Failed({ error, reset }: FailedProps) {
  const { failed: words } = useBrowserWords();
  return (
    <div className="mx-auto grid max-w-auth gap-4 px-5 py-16">
      <h1 className="text-xl font-heading">{words.title}</h1>
      <p className="text-fg-muted">{words.body}</p>
      {error.digest ? (
        <p className="text-sm text-fg-muted">
          {words.reference} {error.digest}
        </p>
      ) : null}
      <Button type="button" variant="primary" size="lg" onClick={reset}>
        {words.action}
      </Button>
    </div>
  );
}
