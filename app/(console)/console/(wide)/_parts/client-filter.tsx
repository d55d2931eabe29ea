import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Words } from "@/lib/i18n/words";

export interface ClientFilterProps {
  words: Words;
  query: string;
  status: string;
  statuses: readonly (keyof Words["console"]["statuses"])[];
}

/** Search and filter, kept in the address of the page. */
export function ClientFilter({ words, query, status, statuses }: ClientFilterProps) {
  const texts = words.console;
  return (
    <search>
      <form method="get" className="flex flex-wrap items-end gap-3">
        <Field
          id="q"
          type="search"
          size="md"
          label={texts.list.search}
          defaultValue={query}
          autoComplete="off"
          className="min-w-56 flex-1 sm:max-w-sm"
        />
        <Select
          id="status"
          label={texts.list.status}
          defaultValue={status}
          options={[
            { value: "", label: texts.list.anyStatus },
            ...statuses.map((value) => ({ value, label: texts.statuses[value] })),
          ]}
        />
        <Button variant="secondary">{texts.list.apply}</Button>
        {query || status ? (
          <a href="/console" className="link flex min-h-11 items-center text-sm sm:min-h-9">
            {texts.list.clear}
          </a>
        ) : null}
      </form>
    </search>
  );
}
