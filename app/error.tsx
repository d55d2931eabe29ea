"use client";

import { Failed, type FailedProps } from "@/components/ui/failed";

/** A page that failed, or the frame around it. */
export default function ErrorBoundary(props: FailedProps) {
  return (
    <main>
      <Failed {...props} />
    </main>
  );
}
