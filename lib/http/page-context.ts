import { headers } from "next/headers";
import { getEnv } from "@/lib/env";
import { getOwnName } from "@/lib/i18n/formats";
import { supportLinkOf } from "@/lib/settings/support-link";
import { getPortalSettings } from "../settings/portal-settings";
import { logoPathOf } from "./brand-file";
import { PATH_HEADER } from "./page-path";
import { listOwnLocales } from "./request-words";
import { readTheme } from "./theme";

/** What every page shows about the portal and the reader: the props of `PageShell` and parts of the title. */
export async function getPageContext() {
  const requestHeaders = await headers();
  const settings = await getPortalSettings();
  return {
    portalName: settings.portalName,
    logoSrc: logoPathOf(settings),
    links: {
      terms: settings.termsUrl,
      privacy: settings.privacyUrl,
      support: supportLinkOf(settings.support),
    },
    issuerHost: new URL(getEnv().issuer).host,
    languages: listOwnLocales().map((tag) => ({ tag, name: getOwnName(tag) })),
    theme: readTheme(requestHeaders),
    path: requestHeaders.get(PATH_HEADER) ?? "/",
  };
}
