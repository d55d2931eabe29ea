import { FormCheckGroup } from "@/components/forms/form-check-group";
import { FormField } from "@/components/forms/form-field";
import { FormSelect } from "@/components/forms/form-select";
import { FormTextArea } from "@/components/forms/form-text-area";
import type { GroupedSetting } from "@/lib/admin/setting-groups";
import type { ShownSettings } from "@/lib/admin/settings";
import type { Words } from "@/lib/i18n/words";
import { SETTINGS } from "@/lib/settings/catalogue";
import { listChoices } from "./describe-setting";

export interface SettingControlProps {
  words: Words;
  name: GroupedSetting;
  shown: ShownSettings;
}

/** The control of a setting. It cannot be used, and is not sent, if the environment decides the setting. */
export function SettingControl({ words, name, shown }: SettingControlProps) {
  const texts = words.admin.settings;
  const label = texts.labels[name];
  const hint = texts.hints[name] || undefined;
  const disabled = shown.sources[name] === "environment";
  const { formatLanguage } = words.formats;
  const languages = SETTINGS.languages.default.map((tag) => ({ value: tag, label: formatLanguage(tag) }));
  switch (name) {
    case "signUpDomains":
      return (
        <FormTextArea
          id={name}
          label={label}
          hint={hint}
          disabled={disabled}
          defaultValue={shown.values[name].join("\n")}
          rows={3}
          spellCheck={false}
        />
      );
    case "languages":
      return <FormCheckGroup id={name} legend={label} options={languages} chosen={shown.values[name]} />;
    case "defaultLanguage":
      return <FormSelect id={name} label={label} hint={hint} options={languages} defaultValue={shown.values[name]} />;
    case "signUp":
    case "appRegistrars":
    case "registration":
    case "secondFactors":
      return (
        <FormSelect
          id={name}
          label={label}
          hint={hint}
          disabled={disabled}
          options={listChoices(words, name)}
          defaultValue={shown.values[name]}
        />
      );
    default:
      return (
        <FormField
          id={name}
          label={label}
          hint={hint}
          disabled={disabled}
          defaultValue={shown.values[name] ?? ""}
          inputMode={isNumber(name, shown) ? "numeric" : undefined}
          spellCheck={false}
        />
      );
  }
}

function isNumber(name: GroupedSetting, { values }: ShownSettings): boolean {
  return name === "maxConsentDays" || typeof values[name] === "number";
}
