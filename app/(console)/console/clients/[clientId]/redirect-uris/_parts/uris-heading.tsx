import type { Words } from "@/lib/i18n/words";
import { REDIRECT_URI_MAX_COUNT } from "@/lib/oauth/client/redirect-uri";

/** The heading of the list of redirect URIs, with its length and its limit. */
export function UrisHeading({ words, count }: { words: Words; count: number }) {
  const texts = words.console.redirectUris;
  return (
    <h2
      id="uris-title"
      tabIndex={-1}
      className="flex flex-wrap items-baseline justify-between gap-3 text-lg font-semibold"
    >
      {texts.listLabel}
      <span className="text-sm font-normal text-fg-muted tabular-nums">
        {texts.count(count, REDIRECT_URI_MAX_COUNT)}
      </span>
    </h2>
  );
}
