import { Html, html } from "@/lib/http/html";

/** A mail in words, before it is laid out. */
export interface MailText {
  subject: string;
  /**
   * paragraphs with an empty line between them; an address is at the end of its line, and a code is written "1234 5678"
   */
  text: string;
}

/** The sender of a mail, and its language. */
export interface MailFrame {
  portalName: string;
  /** of the portal's address */
  host: string;
  /** a BCP 47 tag */
  language: string;
  /** a sentence with the address of the portal's support; null: there is none */
  support: string | null;
}

/** Colours of the design system in a form that mail programs understand. Text has a contrast of at least 4.5. */
const STYLE = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 24px 12px; background: #f4f6f9; color: #18212d; font: 16px/1.5 system-ui, sans-serif; word-break: keep-all; overflow-wrap: anywhere; }
.card { max-width: 560px; margin: 0 auto; padding: 24px 20px; background: #ffffff; border: 1px solid #d6dce4; border-radius: 12px; }
h1 { margin: 0 0 16px; font-size: 16px; font-weight: 600; }
p { margin: 0 0 16px; }
.code { font: 600 28px/1.3 ui-monospace, monospace; letter-spacing: 0.08em; white-space: nowrap; }
a { color: #0b57a4; display: inline-block; min-height: 24px; }
a:focus-visible { outline: 2px solid; outline-offset: 2px; }
.host { margin: 24px 0 0; color: #566272; font-size: 14px; }
@media (prefers-color-scheme: dark) {
  body { background: #10161d; color: #e6ebf1; }
  .card { background: #18212b; border-color: #2a3440; }
  a { color: #7fb8f5; }
  .host { color: #94a1b2; }
}`;

/**
 * The HTML page of every mail: the same words as the plain text, with links and a highlighted code. It loads nothing,
 * so that nobody learns when a mail is opened.
 */
export function renderMailPage(
  { subject, text }: MailText,
  { portalName, host, language, support }: MailFrame,
): string {
  const paragraphs = text.trim().split(/\n{2,}/);
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${subject}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main class="card">
<h1>${portalName}</h1>
${paragraphs.map(
  (paragraph) => html`<p>${paragraph.split("\n").map(renderLine)}</p>
`,
)}${
  support &&
  html`<p class="host">${renderLine(support, 0)}</p>
`
}<p class="host">${host}</p>
</main>
</body>
</html>
`.markup;
}

/** Separates the code or the address of a line from its words. */
const APART = /^(.*?)(?:(\d{4} \d{4})|(https?:\/\/\S+))$/;

function renderLine(line: string, index: number): Html {
  const [, before = line, code, address] = APART.exec(line) ?? [];
  const lead = index > 0 ? html`<br>` : null;
  if (code) return html`${lead}${before}<br><span class="code">${code}</span>`;
  if (address) return html`${lead}${before}<a href="${address}">${address}</a>`;
  return html`${lead}${line}`;
}
