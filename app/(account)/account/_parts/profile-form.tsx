import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { FormSelect } from "@/components/forms/form-select";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface ProfileFormProps {
  words: Words;
  name: string;
  locale: string;
  languages: readonly { value: string; label: string }[];
  action: FormAction;
}

/** Name and language. */
export function ProfileForm({ words, name, locale, languages, action }: ProfileFormProps) {
  const { account, common } = words;
  const texts = account.profile;
  return (
    <ActionForm
      action={action}
      errorTitle={common.errorTitle(texts.title)}
      label={texts.about}
      className="grid max-w-md gap-5"
    >
      <FormField id="name" size="lg" label={texts.name} hint={texts.nameHint} defaultValue={name} autoComplete="name" />
      <FormSelect
        id="locale"
        size="lg"
        label={texts.language}
        hint={texts.languageHint}
        defaultValue={locale}
        options={languages}
      />
      <div>
        <Button variant="primary">{texts.save}</Button>
      </div>
    </ActionForm>
  );
}
