import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { getEnv } from "@/lib/env";
import type { Words } from "@/lib/i18n/words";
import { ownFile } from "../own-files.mjs";
import { styleOf } from "../settings/accent";
import { readTokens } from "../settings/design-tokens";
import { peekPortalSettings } from "../settings/portal-settings";
import { supportLinkOf } from "../settings/support-link";
import { logoPathOf } from "./brand-file";
import { type Html, html, Html as Markup } from "./html";
import { readTheme } from "./theme";

export interface StandalonePage {
  status: number;
  title: string;
  /** the content of the card, including its h1 */
  body: Html;
  /** the catalogue that title and body are from */
  words: Words;
  /** for the browser's choice of colours; null when it is not at hand */
  request: Request | null;
  /** an inline script, the same for every request */
  script?: string;
  isWide?: boolean;
  /** more elements of the head, such as a refresh */
  head?: Html;
  /** origins that may be shown in frames on this page */
  frameOrigins?: readonly string[];
  /** the origin whose pages may frame this one; left out or null: none */
  frameAncestors?: string | null;
  headers?: Record<string, string>;
}

/** Portico's sign, for portals without a logo of their own. */
const SIGN = html`<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="var(--color-accent)"/><path d="M7.5 25V14.5a8.5 8.5 0 0 1 17 0V25M13 25v-9.5a3 3 0 0 1 6 0V25" fill="none" stroke="var(--color-on-accent)" stroke-width="2.5" stroke-linecap="round"/></svg>`;

let style: string | undefined;

/** The design tokens of the pages, without Tailwind's at-rule, and the few rules of these documents. */
function getStyle(): string {
  if (style === undefined) {
    const css = readTokens().replace("@theme static", ":root") + readFileSync(ownFile("standaloneStyles"), "utf8");
    style = css
      .replace(/\/\*.*?\*\//gs, "")
      .replace(/\s+/g, " ")
      .trim();
  }
  return style;
}

function hash(source: string): string {
  return `'sha256-${createHash("sha256").update(source).digest("base64")}'`;
}

/**
 * A whole document, made without Next.js, for statuses that a page cannot answer, and for responses of the protocol. It
 * looks like the pages, runs no script but the given one, and cannot be framed unless the page names the origin.
 */
export function renderStandalonePage(page: StandalonePage): Response {
  const words = page.words.common;
  const settings = peekPortalSettings();
  const { portalName, accentLight, accentDark } = settings;
  const logoSrc = logoPathOf(settings);
  const support = supportLinkOf(settings.support);
  const css = getStyle() + (styleOf({ light: accentLight, dark: accentDark }) ?? "");
  const theme = page.request ? readTheme(page.request.headers) : "system";
  const document = html`<!doctype html>
<html lang="${words.language}"${theme !== "system" && html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${words.pageTitle(page.title, portalName)}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<style>${new Markup(css)}</style>
${page.head}
</head>
<body>
<div class="frame${page.isWide && " wide"}">
<header>
${logoSrc ? html`<img src="${logoSrc}" alt="">` : SIGN}
<strong>${portalName}</strong>
<span class="host">${new URL(getEnv().issuer).host}</span>
</header>
<main class="card">${page.body}</main>
${
  support &&
  html`<footer><a href="${support}">${words.foot.support}</a></footer>
`
}</div>
${page.script && html`<script>${new Markup(page.script)}</script>`}
</body>
</html>`;
  const policy = [
    "default-src 'none'",
    // The drawing's colours are presentation attributes, so the one style element is enough.
    `style-src ${hash(css)}`,
    `script-src ${page.script ? hash(page.script) : "'none'"}`,
    "img-src 'self'",
    ...(page.frameOrigins ? [`frame-src ${page.frameOrigins.join(" ")}`] : []),
    "base-uri 'none'",
    `frame-ancestors ${page.frameAncestors ?? "'none'"}`,
  ].join("; ");
  return new Response(document.markup, {
    status: page.status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-language": words.language,
      // RFC 9110 §12.5.5: another browser may get the page in another language.
      vary: "Accept-Language",
      "cache-control": "no-store",
      "content-security-policy": policy,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      ...page.headers,
    },
  });
}
