import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { FactorFilter, PeopleState, SeenFilter } from "@/lib/db/people/directory";
import type { Words } from "@/lib/i18n/words";
import { FACTOR_FILTERS, PEOPLE_STATES, SEEN_FILTERS } from "@/lib/people/list-people";

export interface PeopleFilterProps {
  words: Words;
  asked: { query: string; state: PeopleState; factor: FactorFilter; seen: SeenFilter };
  /** of the list without a filter */
  path: string;
}

/** Search and filter, kept in the address of the page. */
export function PeopleFilter({ words, asked, path }: PeopleFilterProps) {
  const { query, state, factor, seen } = asked;
  const isFiltered = query !== "" || [state, factor, seen].some((value) => value !== "all");
  const texts = words.admin.people;
  return (
    <search>
      <form method="get" className="flex flex-wrap items-end gap-3">
        <Field
          id="q"
          type="search"
          size="md"
          label={texts.search}
          hint={texts.searchHint}
          defaultValue={query}
          maxLength={320}
          autoComplete="off"
          className="min-w-56 flex-1 sm:max-w-sm"
        />
        <Select
          id="state"
          label={texts.show}
          defaultValue={state}
          options={PEOPLE_STATES.map((value) => ({ value, label: texts.states[value] }))}
        />
        <Select
          id="factor"
          label={texts.secondFactor}
          defaultValue={factor}
          options={FACTOR_FILTERS.map((value) => ({ value, label: texts.factorChoices[value] }))}
        />
        <Select
          id="seen"
          label={texts.lastSeen}
          defaultValue={seen}
          options={SEEN_FILTERS.map((value) => ({ value, label: texts.seenChoices[value] }))}
        />
        <Button variant="secondary">{texts.apply}</Button>
        {isFiltered ? (
          <a href={path} className="link flex min-h-11 items-center text-sm sm:min-h-9">
            {texts.clear}
          </a>
        ) : null}
      </form>
    </search>
  );
}
