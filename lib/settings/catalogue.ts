import { z } from "zod";
import {
  APP_REGISTRARS,
  type FixedSettings,
  getEnv,
  MAX_PORTAL_NAME,
  MAX_SESSION_DAYS,
  REGISTRATION_MODES,
  SECOND_FACTOR_POLICIES,
  SIGN_UP_MODES,
  toDomain,
} from "../env";
import { listLanguages } from "../i18n/locale";
import { SHIPPED_ACCENT } from "./accent";

/** Domains that a portal may list. */
const MAX_DOMAINS = 100;

/** Days, at most, that can be the maximum of a consent: ten years. */
const MAX_CONSENT_DAYS = 3650;

/** Days, at most, for which the requests of apps are kept. */
const MOST_REQUEST_DAYS = 90;

/** Characters of an address on the web. */
const MAX_ADDRESS = 500;

const colour = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/);

const days = z.number().int().min(1).max(MAX_SESSION_DAYS);

/** People are asked two weeks before. */
const unusedDays = z
  .number()
  .int()
  .max(MAX_CONSENT_DAYS)
  .refine((each) => each === 0 || each >= 30);

const spoken = listLanguages();

const page = z
  .string()
  .trim()
  .max(MAX_ADDRESS)
  .refine((address) => URL.canParse(address) && new URL(address).protocol === "https:");

const domain = z.string().transform((written, ctx) => {
  const found = toDomain(written);
  if (found !== null) return found;
  ctx.addIssue("This is no domain.");
  return z.NEVER;
});

/**
 * @param value the default
 * @param safest what counts when the stored value is none: another version of the portal wrote it. Otherwise the default
 */
function setting<Type extends z.ZodType>(type: Type, value: z.output<Type>, safest: z.output<Type> = value) {
  return { type, default: value, safest };
}

/**
 * Every setting of the portal: the type of its value and its default. Null stands for nothing. A variable of the
 * environment decides those that `FixedSettings` names. The words are in `admin.settings.each`, by the same names.
 */
export const SETTINGS = {
  portalName: setting(
    z
      .string()
      .trim()
      .min(1)
      .max(MAX_PORTAL_NAME)
      .regex(/^[^\p{Cc}\u2028\u2029]*$/u),
    "Portico",
  ),
  /** the id of the picture */
  logo: setting(z.string().max(64).nullable(), null),
  accentLight: setting(colour, SHIPPED_ACCENT.light),
  accentDark: setting(colour, SHIPPED_ACCENT.dark),
  /** @see RFC 8414 §2 (op_tos_uri) */
  termsUrl: setting(page.nullable(), null),
  /** @see RFC 8414 §2 (op_policy_uri) */
  privacyUrl: setting(page.nullable(), null),
  /** where people get help: a page, or an e-mail address */
  support: setting(z.union([page, z.email().max(254)]).nullable(), null),
  signUp: setting(z.enum(SIGN_UP_MODES), "open", "closed"),
  signUpDomains: setting(z.array(domain).max(MAX_DOMAINS), []),
  appRegistrars: setting(z.enum(APP_REGISTRARS), "everybody", "administrators"),
  registration: setting(z.enum(REGISTRATION_MODES), "closed"),
  /** days for which people can allow an app something at most; null: until they remove it */
  maxConsentDays: setting(z.number().int().min(1).max(MAX_CONSENT_DAYS).nullable(), null, 1),
  /** days without use after which what people allowed an app ends, once they were asked; 0: it does not */
  unusedAccessDays: setting(unusedDays, 90),
  /** days for which developers see the requests of their apps */
  requestDays: setting(z.number().int().min(1).max(MOST_REQUEST_DAYS), 30),
  secondFactors: setting(z.enum(SECOND_FACTOR_POLICIES), "offered", "required"),
  /** days after which a session ends that nobody uses */
  sessionIdleDays: setting(days, 7, 1),
  /** days after the last proof at which a session ends, used or not */
  sessionDays: setting(days, 30, 1),
  /** BCP 47 tags of the languages that people can choose */
  languages: setting(z.array(z.enum(spoken)).min(1), spoken),
  defaultLanguage: setting(z.enum(spoken), "en"),
};

export type SettingName = keyof typeof SETTINGS;

export type SettingValues = { [Name in SettingName]: z.output<(typeof SETTINGS)[Name]["type"]> };

/** The names of all settings. */
export const settingNames = Object.keys(SETTINGS).filter((name): name is SettingName => name in SETTINGS);

/** `signUpDomains` as `sign_up_domains`. */
function inSnakeCase(name: SettingName): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The name of a setting in the database and in the audit log. */
export const storedNameOf = inSnakeCase;

/** The variable of the environment that decides a setting; null: none can. */
export function variableOf(name: SettingName): string | null {
  return isFixable(name) ? `PORTICO_${inSnakeCase(name).toUpperCase()}` : null;
}

function isFixable(name: SettingName): name is SettingName & keyof FixedSettings {
  return name in getEnv().fixedSettings;
}

/** The value that the environment gives a setting; null: none. */
export function fixedValueOf(name: SettingName): unknown {
  return isFixable(name) ? getEnv().fixedSettings[name] : null;
}
