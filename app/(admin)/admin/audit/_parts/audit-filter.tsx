import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type AuditFilter, listEventTypes } from "@/lib/admin/audit-log";
import type { Words } from "@/lib/i18n/words";
import { describeEvent } from "./describe-event";

export interface AuditFilterProps {
  words: Words;
  filter: AuditFilter;
  /** of the page without a filter */
  path: string;
  isFiltered: boolean;
}

/** What the list shows, kept in the address of the page. */
export function AuditFilterForm({ words, filter, path, isFiltered }: AuditFilterProps) {
  const texts = words.admin.audit;
  const types = listEventTypes().map((value) => ({ value, label: describeEvent(value, words) }));
  types.sort((one, other) => one.label.localeCompare(other.label, words.common.language));
  const field = { size: "md", autoComplete: "off" } as const;
  return (
    <search aria-label={texts.filter}>
      <form method="get" className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <Select
          id="event"
          label={texts.event}
          defaultValue={filter.event}
          options={[{ value: "", label: texts.anyEvent }, ...types]}
        />
        <Field
          {...field}
          id="person"
          label={texts.person}
          placeholder={texts.personHint}
          defaultValue={filter.person}
          maxLength={320}
        />
        <Field
          {...field}
          id="app"
          label={texts.app}
          placeholder={texts.appHint}
          defaultValue={filter.app}
          maxLength={200}
        />
        <Field {...field} id="from" type="date" label={texts.from} defaultValue={filter.from} />
        <Field {...field} id="to" type="date" label={texts.to} defaultValue={filter.to} />
        <Field {...field} id="address" label={texts.address} defaultValue={filter.address} maxLength={60} />
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
