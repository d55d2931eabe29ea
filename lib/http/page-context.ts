import { headers } from "next/headers";
import { getEnv } from "@/lib/env";
import { getOwnName } from "@/lib/i18n/formats";
import { PATH_HEADER } from "./page-path";
import { getPortalName } from "./portal-settings";
import { listOwnLocales } from "./request-words";
import { readTheme } from "./theme";

/** What every page shows about the portal and the reader: the props of `PageShell` and parts of the title. */
export async function getPageContext() {
  const requestHeaders = await headers();
  return {
    portalName: await getPortalName(),
    issuerHost: new URL(getEnv().issuer).host,
    languages: listOwnLocales().map((tag) => ({ tag, name: getOwnName(tag) })),
    theme: readTheme(requestHeaders),
    path: requestHeaders.get(PATH_HEADER) ?? "/",
  };
}
