import { findSettings, peekSettings, type StoredSettings } from "../db/portal/settings";
import { type Env, getEnv } from "../env";
import { log } from "../log/log.mjs";
import { fixedValueOf, SETTINGS, type SettingName, type SettingValues, settingNames, storedNameOf } from "./catalogue";

/** Where the value of a setting comes from. `unknown`: what is stored is no value here, and the safest one counts. */
export type SettingSource = "environment" | "database" | "default" | "unknown";

/** The value of a setting: the environment's, otherwise the stored one, otherwise the default. */
export function resolveSetting(name: SettingName, stored: StoredSettings): { value: unknown; source: SettingSource } {
  const fixed = fixedValueOf(name);
  if (fixed !== null) return { value: fixed, source: "environment" };
  const written = stored[storedNameOf(name)] ?? null;
  if (written === null) return { value: SETTINGS[name].default, source: "default" };
  // What another version of the portal stored may be no value here.
  const { data, success } = SETTINGS[name].type.safeParse(written);
  return success ? { value: data, source: "database" } : { value: SETTINGS[name].safest, source: "unknown" };
}

/** Settings whose stored value is none here, each with a sentence for the operator. */
export function listUnknownSettings(stored: StoredSettings): { name: SettingName; sentence: string }[] {
  return settingNames.flatMap((name) => {
    const { value, source } = resolveSetting(name, stored);
    if (source !== "unknown") return [];
    const written = JSON.stringify(stored[storedNameOf(name)]).slice(0, 100);
    const sentence = `The stored value of the setting ${storedNameOf(name)}, ${written}, is none that this version knows. Until an administrator saves one, ${JSON.stringify(value)} counts.`;
    return [{ name, sentence }];
  });
}

/** The values of all settings. */
export function resolveSettings(stored: StoredSettings): SettingValues {
  return Object.fromEntries(settingNames.map((name) => [name, resolveSetting(name, stored).value])) as SettingValues;
}

/** Sentences that this process has logged, each once. */
const told = new Set<string>();

function tellOfUnknown(stored: StoredSettings): void {
  for (const { sentence } of listUnknownSettings(stored)) {
    if (told.has(sentence)) continue;
    told.add(sentence);
    log.warn(sentence);
  }
}

let made: { stored: StoredSettings; env: Env; values: SettingValues } | undefined;

function valuesOf(stored: StoredSettings): SettingValues {
  const env = getEnv();
  if (made?.stored !== stored || made.env !== env) {
    made = { stored, env, values: resolveSettings(stored) };
    tellOfUnknown(stored);
  }
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
