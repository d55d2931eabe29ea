"use client";

import { Failed, type FailedProps } from "@/components/ui/failed";
import { PageMain } from "@/components/ui/page-shell";

/** A page of the console that failed: the frame and its links stay. */
export default function ConsoleError(props: FailedProps) {
  return (
    <PageMain>
      <Failed {...props} />
    </PageMain>
  );
}
