import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { getWords } from "@/lib/i18n/words";

export interface ClientFilterProps {
  query: string;
  status: string;
  statuses: readonly (keyof ReturnType<typeof getWords>["console"]["statuses"])[];
}

/** Search and filter, kept in the address of the page. */
export function ClientFilter({ query, status, statuses }: ClientFilterProps) {
  const words = getWords().console;
  return (
    <search>
      <form method="get" className="flex flex-wrap items-end gap-3">
        <Field
          id="q"
          type="search"
          size="md"
          label={words.list.search}
          defaultValue={query}
          autoComplete="off"
          className="min-w-56 flex-1 sm:max-w-sm"
        />
        <Select
          id="status"
          label={words.list.status}
          defaultValue={status}
          options={[
            { value: "", label: words.list.anyStatus },
            ...statuses.map((value) => ({ value, label: words.statuses[value] })),
          ]}
        />
        <Button variant="secondary">{words.list.apply}</Button>
        {query || status ? (
          <a href="/console" className="link flex min-h-9 items-center text-sm">
            {words.list.clear}
          </a>
        ) : null}
      </form>
    </search>
  );
}
