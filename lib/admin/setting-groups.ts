import * as field from "../forms/fields";
import type { SettingName } from "../settings/catalogue";

/** The settings of each form on the page of settings, in order. The words of a group are in `admin.settings.groups`. */
export const SETTING_GROUPS = {
  look: ["portalName", "accentLight", "accentDark"],
  links: ["termsUrl", "privacyUrl", "support"],
  joining: ["signUp", "signUpDomains"],
  apps: ["appRegistrars", "registration", "maxConsentDays", "unusedAccessDays", "requestDays"],
  signingIn: ["secondFactors", "sessionIdleDays", "sessionDays"],
  languages: ["languages", "defaultLanguage"],
} as const satisfies Record<string, readonly SettingName[]>;

export type SettingGroup = keyof typeof SETTING_GROUPS;

/** A setting that has a control in one of the groups. */
export type GroupedSetting = (typeof SETTING_GROUPS)[SettingGroup][number];

/**
 * How each setting is sent. One that the environment decides is not sent. `reset`: the one whose default is to count.
 */
export const settingFields = {
  portalName: field.ifSent(field.text()),
  accentLight: field.ifSent(field.text()),
  accentDark: field.ifSent(field.text()),
  termsUrl: field.ifSent(field.text()),
  privacyUrl: field.ifSent(field.text()),
  support: field.ifSent(field.text()),
  signUp: field.ifSent(field.text()),
  signUpDomains: field.ifSent(field.lines()),
  appRegistrars: field.ifSent(field.text()),
  registration: field.ifSent(field.text()),
  maxConsentDays: field.ifSent(field.count()),
  unusedAccessDays: field.ifSent(field.count()),
  requestDays: field.ifSent(field.count()),
  secondFactors: field.ifSent(field.text()),
  sessionIdleDays: field.ifSent(field.count()),
  sessionDays: field.ifSent(field.count()),
  languages: field.ifShown(field.ticks()),
  defaultLanguage: field.ifSent(field.text()),
  reset: field.hidden(),
} satisfies Record<GroupedSetting | "reset", field.Field<unknown>>;

/** What was sent for the settings of a group; an empty text stands for nothing. */
export function pickGroup(
  group: SettingGroup,
  values: field.ValuesOf<typeof settingFields>,
): Partial<Record<GroupedSetting, unknown>> {
  const sent = SETTING_GROUPS[group].map((name) => [name, values[name] === "" ? null : values[name]]);
  return Object.fromEntries(sent);
}
