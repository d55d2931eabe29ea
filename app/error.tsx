"use client";

import { Button } from "@/components/ui/button";
import { commonWords } from "@/lib/i18n/en/common";

/** A page that failed. `digest` is what the log has beside the cause. */
export default function ErrorBoundary({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const words = commonWords.failed;
  return (
    <main className="mx-auto grid max-w-auth gap-4 px-5 py-16">
      <h1 className="text-xl font-heading">{words.title}</h1>
      <p className="text-fg-muted">{words.body}</p>
      {error.digest ? <p className="text-sm text-fg-muted">{words.reference(error.digest)}</p> : null}
      <Button type="button" variant="primary" size="lg" onClick={reset}>
        {words.action}
      </Button>
    </main>
  );
}
