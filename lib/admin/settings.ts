import { isDeepStrictEqual } from "node:util";
import { type Actor, findAdministrator } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import { findStoredSettings, type SettingValue, storeSettings } from "../db/portal/settings";
import type { Words } from "../i18n/words";
import { type AccentContrast, isReadable, judgeAccent } from "../settings/accent";
import {
  fixedValueOf,
  SETTINGS,
  type SettingName,
  type SettingValues,
  settingNames,
  storedNameOf,
} from "../settings/catalogue";
import { resolveSetting, resolveSettings, type SettingSource } from "../settings/portal-settings";

/** What was wrong with the value of a setting, as a key of `admin.settings.problems`. */
export type SettingProblem = keyof Words["admin"]["settings"]["problems"];

/** The settings as an administrator sees them. */
export interface ShownSettings {
  values: SettingValues;
  sources: Record<SettingName, SettingSource>;
  contrast: { light: AccentContrast; dark: AccentContrast };
}

export type SettingsResult =
  | { kind: "saved" }
  | { kind: "forbidden" }
  | {
      kind: "refused";
      fields: Partial<Record<SettingName, SettingProblem>>;
      contrast: ShownSettings["contrast"] | null;
    };

/** All settings; null for everybody but administrators. */
export async function listSettings(actor: Actor): Promise<ShownSettings | null> {
  if (!(await findAdministrator(actor))) return null;
  const stored = await findStoredSettings();
  const values = resolveSettings(stored);
  const sources = Object.fromEntries(settingNames.map((name) => [name, resolveSetting(name, stored).source]));
  return { values, sources: sources as ShownSettings["sources"], contrast: judge(values) };
}

/**
 * Changes settings, all of them or none. A value that is the default is not stored, so that it follows the default of a
 * later version. Each change is an event with the value before and after.
 * @param given the new values by name; null stands for nothing
 */
export async function changeSettings(
  actor: Actor,
  given: Partial<Record<SettingName, unknown>>,
): Promise<SettingsResult> {
  const known = await findAdministrator(actor);
  if (!known) return { kind: "forbidden" };
  const names = settingNames.filter((name) => name in given && given[name] !== undefined);
  const before = resolveSettings(await findStoredSettings());
  const fields: Partial<Record<SettingName, SettingProblem>> = {};
  const after: Record<string, unknown> = { ...before };
  for (const name of names) {
    const parsed = SETTINGS[name].type.safeParse(given[name]);
    if (fixedValueOf(name) !== null) fields[name] = "fixed";
    else if (parsed.success) after[name] = parsed.data;
    else fields[name] = name;
  }
  const wanted = after as SettingValues;
  const contrast = judge(wanted);
  if (Object.keys(fields).length === 0) Object.assign(fields, findConflicts(wanted, contrast, names));
  if (Object.keys(fields).length > 0)
    return { kind: "refused", fields, contrast: hasLowContrast(fields) ? contrast : null };
  await store(known, Object.fromEntries(names.map((name) => [name, wanted[name]])), before);
  return { kind: "saved" };
}

/** Makes the default of a setting count again. */
export async function resetSetting(actor: Actor, name: SettingName): Promise<SettingsResult> {
  return changeSettings(actor, { [name]: SETTINGS[name].default });
}

function judge({ accentLight, accentDark }: SettingValues): ShownSettings["contrast"] {
  return { light: judgeAccent(accentLight, "light"), dark: judgeAccent(accentDark, "dark") };
}

/** What does not go together, at the settings that were given. */
function findConflicts(
  { signUp, signUpDomains, sessionIdleDays, sessionDays, languages, defaultLanguage }: SettingValues,
  { light, dark }: ShownSettings["contrast"],
  given: readonly SettingName[],
): Partial<Record<SettingName, SettingProblem>> {
  const found: Partial<Record<SettingName, SettingProblem>> = {
    ...(!isReadable(light) && { accentLight: "tooPale" }),
    ...(!isReadable(dark) && { accentDark: "tooDark" }),
    ...(signUp === "domains" && signUpDomains.length === 0 && { signUpDomains: "noDomains" }),
    ...(sessionIdleDays > sessionDays && { sessionIdleDays: "idleTooLong" }),
    ...(!languages.includes(defaultLanguage) && { defaultLanguage: "notOffered" }),
  };
  const partners: Partial<Record<SettingName, SettingName>> = {
    signUpDomains: "signUp",
    sessionIdleDays: "sessionDays",
    defaultLanguage: "languages",
  };
  const concerned = (name: SettingName) => [name, partners[name]].some((each) => each && given.includes(each));
  return Object.fromEntries(
    settingNames.flatMap((name) => (found[name] && concerned(name) ? [[name, found[name]]] : [])),
  );
}

function hasLowContrast({ accentLight, accentDark }: Partial<Record<SettingName, SettingProblem>>): boolean {
  return accentLight === "tooPale" || accentDark === "tooDark";
}

async function store(
  { userId, source }: Actor,
  wanted: Partial<Record<SettingName, SettingValues[SettingName]>>,
  before: SettingValues,
): Promise<void> {
  const changed = settingNames.filter((name) => name in wanted && !isDeepStrictEqual(wanted[name], before[name]));
  if (changed.length === 0) return;
  const toStore = (name: SettingName): SettingValue | undefined => {
    const value = wanted[name];
    return isDeepStrictEqual(value, SETTINGS[name].default) ? undefined : (value ?? undefined);
  };
  await storeSettings(Object.fromEntries(changed.map((name) => [storedNameOf(name), toStore(name)])));
  for (const name of changed) {
    const data = { name: storedNameOf(name), before: before[name], after: wanted[name] };
    await recordEvent({ type: "setting.changed", outcome: "ok", userId, data }, source);
  }
}
