import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { FormSelect } from "@/components/forms/form-select";
import { Button } from "@/components/ui/button";
import type { Theme } from "@/components/ui/theme-switch";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface ProfileFormProps {
  words: Words;
  name: string;
  locale: string;
  languages: readonly { value: string; label: string }[];
  timeZone: string;
  timeZones: readonly { value: string; label: string }[];
  theme: Theme;
  action: FormAction;
}

/** What most people fill in, and how this browser shows the portal. */
export function ProfileForm(props: ProfileFormProps) {
  const { words, name, locale, languages, action } = props;
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
      <FormSelect
        id="zoneinfo"
        size="lg"
        label={texts.timeZone}
        hint={texts.timeZoneHint}
        defaultValue={props.timeZone}
        options={props.timeZones}
      />
      <FormSelect
        id="theme"
        size="lg"
        label={texts.theme}
        hint={texts.themeHint}
        defaultValue={props.theme}
        options={(["system", "light", "dark"] as const).map((value) => ({ value, label: common.theme[value] }))}
      />
      <div>
        <Button variant="primary">{texts.save}</Button>
      </div>
    </ActionForm>
  );
}
