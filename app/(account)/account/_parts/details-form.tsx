import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { FormTextArea } from "@/components/forms/form-text-area";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface DetailsFormField {
  name: string;
  label: string;
  hint?: string | undefined;
  /** a token of HTML's autofill detail, so that a browser fills it in (WCAG 1.3.5) */
  autoComplete?: string | undefined;
  isMultiline: boolean;
}

export interface DetailsFormProps {
  words: Words;
  /** by the name of the field */
  values: Record<string, string>;
  groups: readonly { name: string; legend: string; fields: readonly DetailsFormField[] }[];
  action: FormAction;
}

/** What an account holds besides name and language, in groups with one button. */
export function DetailsForm({ words, values, groups, action }: DetailsFormProps) {
  const { account, common } = words;
  const texts = account.details;
  return (
    <ActionForm
      action={action}
      errorTitle={common.errorTitle(account.profile.title)}
      label={texts.title}
      className="grid gap-6"
    >
      {groups.map((group) => (
        <fieldset key={group.name} className="min-w-0">
          <legend className="mb-3 font-semibold">{group.legend}</legend>
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
      ))}
      <div>
        <Button variant="primary">{texts.save}</Button>
      </div>
    </ActionForm>
  );
}
