"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Words } from "@/lib/i18n/words";

/** The words that parts of every page need in the browser. Plain texts, because functions cannot be sent there. */
export type BrowserWords = Pick<Words["common"], "unanswered" | "failed">;

const BrowserWordsContext = createContext<BrowserWords | null>(null);

/** Gives the words to components in the browser. The root layout does so, in the reader's language. */
export function BrowserWordsProvider({ words, children }: { words: BrowserWords; children: ReactNode }) {
  return <BrowserWordsContext value={words}>{children}</BrowserWordsContext>;
}

/** The words in the browser for what every page has, such as its forms and the error page. */
export function useBrowserWords(): BrowserWords {
  const words = useContext(BrowserWordsContext);
  if (!words) throw new Error("The layout of all pages gives the words of the browser");
  return words;
}
