import { findPortalLogo } from "../db/portal/portal-logos";
import { styleOf } from "../settings/accent";
import type { SettingValues } from "../settings/catalogue";
import { getPortalSettings } from "../settings/portal-settings";
import { answerFile, FOREVER, type KeptFile } from "./kept-file";

/** Where the files of the portal's own look are. */
const BRAND_PATH = "/brand/";

/** The address of the portal's logo; null: it has none of its own. */
export function logoPathOf({ logo }: SettingValues): string | null {
  return logo && `${BRAND_PATH}${logo}`;
}

/** The address of the style with the portal's accent; null: it has the one that Portico comes with. */
export function accentPathOf({ accentLight, accentDark }: SettingValues): string | null {
  if (styleOf({ light: accentLight, dark: accentDark }) === null) return null;
  return `${BRAND_PATH}${`${accentLight}-${accentDark}`.replaceAll("#", "")}.css`;
}

/** `GET /brand/<file>`: the logo and the accent of the portal as they are now; nothing else is there. */
export async function handleBrandFile(file: string): Promise<Response> {
  return answerFile(await findBrandFile(BRAND_PATH + file), { cacheControl: FOREVER, resourcePolicy: "same-origin" });
}

async function findBrandFile(path: string): Promise<KeptFile | null> {
  const settings = await getPortalSettings();
  if (path === accentPathOf(settings)) {
    const style = styleOf({ light: settings.accentLight, dark: settings.accentDark });
    return style === null ? null : { content: style, mediaType: "text/css; charset=utf-8" };
  }
  const logo = path === logoPathOf(settings) && settings.logo ? await findPortalLogo(settings.logo) : null;
  return logo && { content: logo.image, mediaType: logo.mediaType };
}
