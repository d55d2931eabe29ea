import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import "./globals.css";
import { TypedBeforeProvider } from "@/components/forms/typed-before";
import { BrowserWordsProvider } from "@/components/ui/browser-words";
import { FocusAfterAct } from "@/components/ui/focus-after-act";
import { getPageWords } from "@/lib/auth/page-words";
import { findTypedBefore } from "@/lib/auth/typed-before";
import { accentPathOf } from "@/lib/http/brand-file";
import { readTheme } from "@/lib/http/theme";
import { getPortalName, getPortalSettings } from "@/lib/settings/portal-settings";

export async function generateMetadata(): Promise<Metadata> {
  // The name is in the database, which a build must not open.
  await connection();
  return { title: await getPortalName(), robots: { index: false } };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f7f9" },
    { media: "(prefers-color-scheme: dark)", color: "#0d1116" },
  ],
};

/** The theme is in the first bytes of the HTML, so that nothing flashes and no inline script is needed. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme(await headers());
  const { common } = await getPageWords();
  const accent = accentPathOf(await getPortalSettings());
  return (
    <html lang={common.language} data-theme={theme === "system" ? undefined : theme}>
      {accent ? <link rel="stylesheet" href={accent} precedence="accent" /> : null}
      <body>
        <BrowserWordsProvider words={{ unanswered: common.unanswered, failed: common.failed }}>
          <TypedBeforeProvider {...(await findTypedBefore())}>{children}</TypedBeforeProvider>
          <FocusAfterAct />
        </BrowserWordsProvider>
      </body>
    </html>
  );
}
