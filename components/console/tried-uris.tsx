import { Button } from "@/components/ui/button";
import { getWords } from "@/lib/i18n/words";

export interface TriedUrisProps {
  tried: readonly { uri: string; times: number }[];
  add: (uri: string) => Promise<void>;
}

/** Addresses that the app sent and that were refused: usually what is missing from the list. */
export function TriedUris({ tried, add }: TriedUrisProps) {
  const words = getWords().console;
  if (tried.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-semibold">{words.redirectUris.tried}</h3>
      <ul className="grid gap-2">
        {tried.map(({ uri, times }) => (
          <li key={uri} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
            <code className="min-w-0">{uri}</code>
            <span className="text-fg-muted tabular-nums">{words.redirectUris.triedTimes(times)}</span>
            <form action={add.bind(null, uri)}>
              <Button size="sm" variant="secondary" aria-label={words.overview.addThisUriLabel(uri)}>
                {words.redirectUris.addButton}
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}
