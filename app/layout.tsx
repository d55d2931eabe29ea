import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import "./globals.css";
import { getPortalName } from "@/lib/auth/portal-settings";
import { readTheme } from "@/lib/http/theme";
import { getWords } from "@/lib/i18n/words";

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

/** The theme is in the first byte of HTML: no flash, no inline script. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme(await headers());
  return (
    <html lang={getWords().common.language} data-theme={theme === "system" ? undefined : theme}>
      <body>{children}</body>
    </html>
  );
}
