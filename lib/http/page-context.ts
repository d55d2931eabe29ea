import { headers } from "next/headers";
import { getPortalName } from "@/lib/auth/portal-settings";
import { getEnv } from "@/lib/env";
import { pathHeader } from "./page-path";
import { readTheme } from "./theme";

/** What every page shows of the portal and the reader: the props of `PageShell` and parts of the title. */
export async function getPageContext() {
  const requestHeaders = await headers();
  return {
    portalName: await getPortalName(),
    issuerHost: new URL(getEnv().issuer).host,
    theme: readTheme(requestHeaders),
    path: requestHeaders.get(pathHeader) ?? "/",
  };
}
