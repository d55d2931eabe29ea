"use client";

import { useEffect } from "react";
import type { Flash } from "./flash-note";

/**
 * Takes the message's cookie away once it is on the page. Where a Server Action led here, the browser got the page
 * with the action's answer: no request for a document told the server that the message was shown.
 */
export function FlashTaken({ flash }: { flash: Flash }) {
  // The same words again are another message.
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where http is plain
    document.cookie = flash.takeAway;
  }, [flash]);
  return null;
}
