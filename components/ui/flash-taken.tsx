"use client";

import { useEffect } from "react";

/**
 * Takes the message's cookie away once it is on the page. Where a Server Action led here, the browser got the page
 * with the action's answer: no request for a document told the server that the message was shown.
 */
export function FlashTaken({ takeAway }: { takeAway: string }) {
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where http is plain
    document.cookie = takeAway;
  }, [takeAway]);
  return null;
}
