import { LinkButton } from "@/components/ui/button";
import type { TriedUri } from "@/lib/console/client-problems";
import { getWords } from "@/lib/i18n/words";
import { ForeignHostBadge } from "./foreign-host-badge";

export interface TriedUrisProps {
  tried: readonly TriedUri[];
  /** path of the editor */
  path: string;
}

/** Addresses that were tried and refused: often what is missing from the list, but anybody can try one. */
export function TriedUris({ tried, path }: TriedUrisProps) {
  const words = getWords().console;
  if (tried.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-semibold">{words.redirectUris.tried}</h3>
      <p className="max-w-measure text-sm text-fg-muted">{words.redirectUris.triedIntro}</p>
      <ul className="grid gap-2">
        {tried.map(({ uri, times, isForeign }) => (
          <li key={uri} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
            <code className="min-w-0">{uri}</code>
            <span className="text-fg-muted tabular-nums">{words.redirectUris.triedTimes(times)}</span>
            {isForeign ? <ForeignHostBadge /> : null}
            <LinkButton
              size="sm"
              href={`${path}?add=${encodeURIComponent(uri)}#redirect-uri`}
              aria-label={words.overview.addThisUriLabel(uri)}
            >
              {words.redirectUris.fillIn}
            </LinkButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
