import { findPortalLogo } from "../db/portal/portal-logos";
import { styleOf } from "../settings/accent";
import type { SettingValues } from "../settings/catalogue";
import { getPortalSettings } from "../settings/portal-settings";

/** Where the files of the portal's own look are. */
const BRAND_PATH = "/brand/";

/** Of a file whose address changes with its content. */
const FOREVER = "public, max-age=31536000, immutable";

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
  const settings = await getPortalSettings();
  const path = BRAND_PATH + file;
  if (path === accentPathOf(settings)) {
    return answer(styleOf({ light: settings.accentLight, dark: settings.accentDark }), "text/css; charset=utf-8");
  }
  const logo = path === logoPathOf(settings) && settings.logo ? await findPortalLogo(settings.logo) : null;
  if (logo) return answer(Uint8Array.from(logo.image), logo.mediaType);
  return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
}

function answer(body: BodyInit | null, type: string): Response {
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-disposition": "inline",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": FOREVER,
    },
  });
}
