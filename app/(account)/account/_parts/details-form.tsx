import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { FormTextArea } from "@/components/forms/form-text-area";
import { Button } from "@/components/ui/button";
import type { Details } from "@/lib/account/details";
import type { DetailGroup } from "@/lib/account/details-view";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import { MoreFields } from "./more-fields";

export interface DetailsFormProps {
  words: Words;
  values: Details;
  filled: readonly DetailGroup[];
  /** what the person may add */
  more: readonly DetailGroup[];
  action: FormAction;
}

/** What an account holds besides name and language: what is filled in, and behind a disclosure what is not. */
export function DetailsForm({ words, values, filled, more, action }: DetailsFormProps) {
  const { account, common } = words;
  const texts = account.details;
  const save = (
    <div>
      <Button variant="primary">{texts.save}</Button>
    </div>
  );
  return (
    <ActionForm
      action={action}
      errorTitle={common.errorTitle(account.profile.title)}
      label={texts.title}
      className="grid gap-6"
    >
      {filled.map((group) => (
        <Group key={group.name} group={group} values={values} />
      ))}
      {more.length > 0 ? (
        <MoreFields label={texts.more} names={more.flatMap(({ fields }) => fields.map(({ name }) => name))}>
          {more.map((group) => (
            <Group key={group.name} group={group} values={values} />
          ))}
          {filled.length === 0 ? save : null}
        </MoreFields>
      ) : null}
      {filled.length > 0 ? save : null}
    </ActionForm>
  );
}

function Group({ group, values }: { group: DetailGroup; values: Details }) {
  const hintId = `${group.name}-${group.fields[0]?.name}-seen-by`;
  return (
    <fieldset className="min-w-0" aria-describedby={hintId}>
      <legend className="font-semibold">{group.legend}</legend>
      <p id={hintId} className="mb-3 text-sm text-fg-muted">
        {group.seenBy}
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        {group.fields.map(({ name, label, hint, autoComplete, isMultiline }) => {
          const own = { id: name, label, hint, autoComplete, defaultValue: values[name] };
          return isMultiline ? (
            <FormTextArea key={name} {...own} rows={2} />
          ) : (
            <FormField key={name} size="lg" {...own} className="content-start" />
          );
        })}
      </div>
    </fieldset>
  );
}
