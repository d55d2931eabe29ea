import type { DocPlace } from "@/lib/docs/search";
import type { Words } from "@/lib/i18n/words";

export interface PlaceListProps {
  words: Words;
  query: string;
  places: readonly DocPlace[];
}

/** What a search found. */
export function PlaceList({ words, query, places }: PlaceListProps) {
  const texts = words.docs.search;
  return (
    <section aria-labelledby="found" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="found" className="text-lg font-semibold wrap-anywhere">
        {places.length === 0 ? texts.none(query) : texts.found(places.length, query)}
      </h2>
      {places.length === 0 ? <p className="text-fg-muted">{texts.noneHint}</p> : null}
      <ul className="grid grid-cols-[minmax(0,1fr)] divide-y empty:hidden divide-border rounded-card border border-border bg-surface">
        {places.map((place) => (
          <li key={place.href} className="grid grid-cols-[minmax(0,1fr)] gap-1 p-4">
            <a href={place.href} className="link justify-self-start font-semibold wrap-anywhere">
              {/^[\w/.-]+$/.test(place.title) ? <code>{place.title}</code> : place.title}
            </a>
            {place.page ? <span className="text-sm text-fg-subtle">{place.page}</span> : null}
            <p className="max-w-measure text-sm text-fg-muted">{place.text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
