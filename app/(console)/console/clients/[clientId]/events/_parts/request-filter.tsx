import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { REQUEST_OUTCOMES, type RequestFilterText } from "@/lib/clients/inspect-requests";
import type { Words } from "@/lib/i18n/words";
import { endpointName } from "./endpoint-name";

export interface RequestFilterProps {
  words: Words;
  filter: RequestFilterText;
  /** of the page without a filter */
  path: string;
  isFiltered: boolean;
}

/** Which requests the page shows, kept in its address. */
export function RequestFilterForm({ words, filter, path, isFiltered }: RequestFilterProps) {
  const texts = words.console.events;
  const causes = Object.entries(words.console.causes).map(([value, { title }]) => ({ value, label: title }));
  causes.sort((one, other) => one.label.localeCompare(other.label, words.common.language));
  const endpoints = Object.keys(texts.endpoints).map((value) => ({ value, label: endpointName(value, words) }));
  const field = { size: "md", autoComplete: "off" } as const;
  return (
    <search aria-label={texts.filter}>
      <form method="get" className="grid items-end gap-3 sm:grid-cols-2 @3xl:grid-cols-4">
        <Select
          id="endpoint"
          label={texts.endpoint}
          defaultValue={filter.endpoint}
          options={[{ value: "", label: texts.anyEndpoint }, ...endpoints]}
        />
        <Select
          id="outcome"
          label={texts.outcome}
          defaultValue={filter.outcome}
          options={[
            { value: "", label: texts.anyOutcome },
            ...REQUEST_OUTCOMES.map((value) => ({ value, label: texts.outcomes[value] })),
          ]}
        />
        <Select
          id="cause"
          label={texts.cause}
          defaultValue={filter.cause}
          options={[{ value: "", label: texts.anyCause }, ...causes]}
        />
        <Field
          {...field}
          id="person"
          label={texts.person}
          placeholder={texts.personHint}
          defaultValue={filter.person}
          maxLength={60}
        />
        <Field {...field} id="request_id" label={texts.requestId} defaultValue={filter.request_id} maxLength={128} />
        <Field {...field} id="from" type="date" label={texts.from} defaultValue={filter.from.slice(0, 10)} />
        <Field {...field} id="to" type="date" label={texts.to} defaultValue={filter.to.slice(0, 10)} />
        <div className="flex flex-wrap items-center gap-3">
          <Button variant="secondary">{texts.apply}</Button>
          {isFiltered ? (
            <a href={path} className="link flex min-h-11 items-center text-sm sm:min-h-9">
              {texts.clear}
            </a>
          ) : null}
        </div>
      </form>
    </search>
  );
}
