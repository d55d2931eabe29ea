import { findSettings, peekSettings, type StoredSettings } from "../db/portal/settings";
import { type Env, getEnv } from "../env";
import { fixedValueOf, SETTINGS, type SettingName, type SettingValues, settingNames, storedNameOf } from "./catalogue";

/** Where the value of a setting comes from. */
export type SettingSource = "environment" | "database" | "default";

/** The value of a setting: the environment's, otherwise the stored one, otherwise the default. */
export function resolveSetting(name: SettingName, stored: StoredSettings): { value: unknown; source: SettingSource } {
  const fixed = fixedValueOf(name);
  if (fixed !== null) return { value: fixed, source: "environment" };
  // What another version of the portal stored may be no value here.
  const { data, success } = SETTINGS[name].type.safeParse(stored[storedNameOf(name)]);
  if (success && data !== null) return { value: data, source: "database" };
  return { value: SETTINGS[name].default, source: "default" };
}

/** The values of all settings. */
export function resolveSettings(stored: StoredSettings): SettingValues {
  return Object.fromEntries(settingNames.map((name) => [name, resolveSetting(name, stored).value])) as SettingValues;
}

let made: { stored: StoredSettings; env: Env; values: SettingValues } | undefined;

function valuesOf(stored: StoredSettings): SettingValues {
  const env = getEnv();
  if (made?.stored !== stored || made.env !== env) made = { stored, env, values: resolveSettings(stored) };
  return made.values;
}

/** The portal's settings. A change counts in every process within a second. */
export async function getPortalSettings(): Promise<SettingValues> {
  return valuesOf(await findSettings());
}

/** The same for callers that cannot wait for the database: what this process knows. */
export function peekPortalSettings(): SettingValues {
  return valuesOf(peekSettings());
}

/** The portal's name. */
export async function getPortalName(): Promise<string> {
  return (await getPortalSettings()).portalName;
}
