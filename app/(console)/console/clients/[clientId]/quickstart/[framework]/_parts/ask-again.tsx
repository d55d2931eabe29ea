"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const EVERY_MS = 3000;
const MOST_TIMES = 200;

/** Draws the page again every three seconds for ten minutes, while it is in front. */
export function AskAgain({ isAsking }: { isAsking: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!isAsking) return;
    let times = 0;
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      times += 1;
      if (times >= MOST_TIMES) clearInterval(timer);
      router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [isAsking, router]);
  return null;
}
