import type { GroupedSetting } from "@/lib/admin/setting-groups";
import type { Words } from "@/lib/i18n/words";

/** The value of a setting in words. */
export function describeSetting(words: Words, name: GroupedSetting, value: string | number | string[] | null): string {
  const texts = words.admin.settings;
  if (Array.isArray(value)) {
    const each = name === "languages" ? value.map(words.formats.formatLanguage) : value;
    return each.length > 0 ? words.formats.formatList(each) : texts.nothing;
  }
  if (typeof value === "number") return texts.days(value);
  if (value === null) return texts.nothing;
  if (name === "defaultLanguage") return words.formats.formatLanguage(value);
  return listChoices(words, name).find((choice) => choice.value === value)?.label ?? value;
}

/** What a setting can be chosen from, with labels; none if it is not a choice. */
export function listChoices(words: Words, name: GroupedSetting): { value: string; label: string }[] {
  const { choices } = words.admin.settings;
  const labels = name in choices ? Object.entries(choices).find(([each]) => each === name)?.[1] : undefined;
  return Object.entries(labels ?? {}).map(([value, label]) => ({ value, label }));
}
