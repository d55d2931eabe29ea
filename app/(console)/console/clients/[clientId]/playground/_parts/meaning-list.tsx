import { DescriptionList } from "@/components/ui/description-list";
import type { Words } from "@/lib/i18n/words";

export interface MeaningListProps {
  words: Words;
  pairs: readonly (readonly [name: string, value: string])[];
}

/** Parameters, members or claims: each with its value, and in one sentence what it is for. */
export function MeaningList({ words, pairs }: MeaningListProps) {
  const { meanings, unknownMeaning } = words.console.playground;
  const known: Readonly<Record<string, string>> = meanings;
  return (
    <DescriptionList
      items={pairs.map(([name, value], index) => ({
        // A request and its answer can both have one of this name.
        key: `${index} ${name}`,
        term: <code dir="ltr">{name}</code>,
        description: (
          <span className="grid gap-0.5">
            <code dir="ltr" className="wrap-anywhere">
              {value}
            </code>
            <span className="text-fg-muted">{Object.hasOwn(known, name) ? known[name] : unknownMeaning}</span>
          </span>
        ),
      }))}
    />
  );
}
