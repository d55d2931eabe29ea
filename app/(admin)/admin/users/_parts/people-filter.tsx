import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { PeopleState } from "@/lib/db/people/directory";
import type { Words } from "@/lib/i18n/words";
import { PEOPLE_STATES } from "@/lib/people/list-people";

export interface PeopleFilterProps {
  words: Words;
  query: string;
  state: PeopleState;
  /** of the list without a filter */
  path: string;
}

/** Search and filter, kept in the address of the page. */
export function PeopleFilter({ words, query, state, path }: PeopleFilterProps) {
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
        <Button variant="secondary">{texts.apply}</Button>
        {query || state !== "all" ? (
          <a href={path} className="link flex min-h-9 items-center text-sm">
            {texts.clear}
          </a>
        ) : null}
      </form>
    </search>
  );
}
