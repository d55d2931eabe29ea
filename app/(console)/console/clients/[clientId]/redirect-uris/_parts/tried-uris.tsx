import { ForeignHostBadge } from "@/components/console/foreign-host-badge";
import { InPlaceLink } from "@/components/ui/in-place-link";
import type { TriedUri } from "@/lib/console/client-problems";
import type { Words } from "@/lib/i18n/words";

export interface TriedUrisProps {
  words: Words;
  tried: readonly TriedUri[];
  /** path of the editor */
  path: string;
}

/** Addresses that were tried and refused: often what is missing from the list, but anybody can try one. */
export function TriedUris({ words, tried, path }: TriedUrisProps) {
  const texts = words.console;
  if (tried.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-semibold">{texts.redirectUris.tried}</h3>
      <p className="max-w-measure text-sm text-fg-muted">{texts.redirectUris.triedIntro}</p>
      <ul className="grid gap-2">
        {tried.map(({ uri, times, isForeign }) => (
          <li key={uri} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
            <code className="min-w-0">{uri}</code>
            <span className="text-fg-muted tabular-nums">{texts.redirectUris.triedTimes(times)}</span>
            {isForeign ? <ForeignHostBadge words={words} /> : null}
            <InPlaceLink
              size="sm"
              href={`${path}?add=${encodeURIComponent(uri)}#redirect-uri`}
              label={texts.overview.addThisUriLabel(uri)}
            >
              {texts.redirectUris.fillIn}
            </InPlaceLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
