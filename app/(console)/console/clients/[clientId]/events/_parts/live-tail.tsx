"use client";

import { useEffect, useState } from "react";

const EVERY_MS = 5000;
const MOST_TIMES = 360;

export interface LiveTailProps {
  /** words of the link while nothing new is known */
  reload: string;
  /** the page with the newest requests */
  href: string;
  /** answers how many are newer, in words */
  newerHref: string;
}

/**
 * A link to the newest requests, which says how many there are. It asks every five seconds for half an hour, while the page is
 * in front. Without scripts it is a plain link.
 */
export function LiveTail({ reload, href, newerHref }: LiveTailProps) {
  const [label, setLabel] = useState<string | null>(null);
  useEffect(() => {
    let times = 0;
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      times += 1;
      if (times >= MOST_TIMES) clearInterval(timer);
      fetch(newerHref, { headers: { accept: "application/json" } })
        .then(async (response) => {
          if (!response.ok) return;
          const { label: said }: { label: string | null } = await response.json();
          setLabel(said);
        })
        // The next look comes in five seconds.
        .catch(() => undefined);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [newerHref]);
  return (
    <a href={href} className={label === null ? "link" : "link font-semibold"}>
      {label ?? reload}
    </a>
  );
}
