import { isDeepStrictEqual } from "node:util";
import { type Actor, findAdministrator } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import type { PortalLogo } from "../db/portal/portal-logos";
import {
  findStoredSettings,
  reviseSettings,
  type SettingChanges,
  type SettingsRevision,
  type SettingValue,
  type StoredSettings,
} from "../db/portal/settings";
import { maySaveOver, nameSeen } from "../forms/seen";
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
  /** somebody else changed one of them since the page was opened */
  | { kind: "overtaken" }
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

/** Names the values of settings, as a page shows them; those that the environment decides are not in it. */
export function nameSeenSettings(values: SettingValues, names: readonly SettingName[]): string {
  const changeable = settingNames.filter((name) => names.includes(name) && fixedValueOf(name) === null);
  return nameSeen(changeable.map((name) => values[name]));
}

/** What comes with the new values. */
export interface SettingsContext {
  /** the values of the same settings when the page was opened, by {@link nameSeenSettings} */
  seen?: string | undefined;
  /** the picture that the new `logo` names */
  picture?: PortalLogo | null;
}

/**
 * Changes settings, all of them or none, unless the values that the page showed are no longer those that count. A value
 * that is the default is not stored, so that it follows the default of a later version. Each change is an event with the
 * value before and after.
 * @param given the new values by name; null stands for nothing
 */
export async function changeSettings(
  actor: Actor,
  given: Partial<Record<SettingName, unknown>>,
  context: SettingsContext = {},
): Promise<SettingsResult> {
  const known = await findAdministrator(actor);
  if (!known) return { kind: "forbidden" };
  const { result, changed } = await reviseSettings((stored) => decide(stored, given, context));
  for (const data of changed) {
    await recordEvent({ type: "setting.changed", outcome: "ok", userId: known.userId, data }, known.source);
  }
  return result;
}

interface Change {
  name: string;
  before: SettingValues[SettingName];
  after: SettingValues[SettingName];
}

type Decision = SettingsRevision<{ result: SettingsResult; changed: Change[] }>;

function decide(
  stored: StoredSettings,
  given: Partial<Record<SettingName, unknown>>,
  { seen, picture }: SettingsContext,
): Decision {
  const before = resolveSettings(stored);
  const unchanged = (result: SettingsResult): Decision => ({ changes: null, answer: { result, changed: [] } });
  const names = settingNames.filter((name) => name in given && given[name] !== undefined);
  const fields: Partial<Record<SettingName, SettingProblem>> = {};
  const after: Record<string, unknown> = { ...before };
  for (const name of names) {
    const parsed = SETTINGS[name].type.safeParse(given[name]);
    if (fixedValueOf(name) !== null) fields[name] = "fixed";
    else if (parsed.success) after[name] = parsed.data;
    else fields[name] = name;
  }
  const wanted = after as SettingValues;
  const saved = nameSeenSettings(wanted, names);
  if (!maySaveOver(nameSeenSettings(before, names), { seen: seen ?? null, saved }))
    return unchanged({ kind: "overtaken" });
  const contrast = judge(wanted);
  if (Object.keys(fields).length === 0) Object.assign(fields, findConflicts(wanted, contrast, names));
  if (Object.keys(fields).length > 0)
    return unchanged({ kind: "refused", fields, contrast: hasLowContrast(fields) ? contrast : null });
  // A stored value that nobody here knows gives way even to the one that counts in its place.
  const isUnknown = (name: SettingName) => resolveSetting(name, stored).source === "unknown";
  const changed = names.filter((name) => !isDeepStrictEqual(wanted[name], before[name]) || isUnknown(name));
  return {
    changes: toStored(changed, wanted),
    logo: picture,
    answer: {
      result: { kind: "saved" },
      changed: changed.map((name) => ({ name: storedNameOf(name), before: before[name], after: wanted[name] })),
    },
  };
}

function toStored(names: readonly SettingName[], values: SettingValues): SettingChanges {
  const toValue = (name: SettingName): SettingValue | undefined => {
    const value = values[name];
    return isDeepStrictEqual(value, SETTINGS[name].default) ? undefined : (value ?? undefined);
  };
  return Object.fromEntries(names.map((name) => [storedNameOf(name), toValue(name)]));
}

/** Makes the default of a setting count again. */
export async function resetSetting(
  actor: Actor,
  name: SettingName,
  context?: SettingsContext,
): Promise<SettingsResult> {
  return changeSettings(actor, { [name]: SETTINGS[name].default }, context);
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
