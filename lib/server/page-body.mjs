import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { log } from "../log/log.mjs";

/** @typedef {import("./front.mjs").Handler} Handler */
/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

const pack = promisify(gzip);

/** The element by which React refers to a style sheet of the build; no other file name leaves the folder. */
const SHEET = /<link rel="stylesheet" href="\/_next\/static\/(chunks\/[\w~.-]+\.css)"[^>]*>/g;

/** All scripts of Next.js, and what asks for them ahead of time. React writes a `<` of texts and attributes as an entity. */
const SCRIPTS = /<script\b[^>]*>[\s\S]*?<\/script>|<link rel="preload" as="script"[^>]*>/g;

/** A part that the script of the sign-in pages takes over, and what React writes where it will fill in something later. */
const ISLAND = ' data-island="';
const LATER = "<!--$?-->";

/** Where the script of the sign-in pages is, in the folder of the build. */
export const ISLANDS_FOLDER = "static/islands";

/** Where browsers load that script from. @param {string} folder of the build */
function findIslandsScript(folder) {
  const [file] = readdirSync(path.join(folder, ISLANDS_FOLDER));
  if (!file) throw new Error("The build has no script for the sign-in pages");
  return `/_next/${ISLANDS_FOLDER}/${file}`;
}

/** Whether a sender takes gzip. @see RFC 9110 §12.5.3 @param {string | string[] | undefined} accepted */
const takesGzip = (accepted) => /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s*,|\s*$))/.test(String(accepted ?? ""));

/** @param {string} folder of the build */
function createSheets(folder) {
  /** @type {Map<string, { css: string, source: string }>} */
  const read = new Map();
  /** @param {string} file */
  return (file) => {
    const known = read.get(file);
    if (known) return known;
    const css = readFileSync(path.join(folder, "static", file), "utf8");
    const sheet = { css, source: `'sha256-${createHash("sha256").update(css).digest("base64")}'` };
    read.set(file, sheet);
    return sheet;
  };
}

/**
 * Finishes the HTML of pages once it is whole: puts the style sheet into those that need no React, and one small script in its
 * place, and packs all pages in one go. Everything else that Next.js answers passes unchanged. Pages do not stream: they have nothing that
 * comes later than the rest.
 * @param {Handler} handlePage
 * @param {{ folder: string, isWithoutReact: (path: string) => boolean }} build `folder` of the build
 * @returns {Handler}
 */
export function withPageBody(handlePage, { folder, isWithoutReact }) {
  const findSheet = createSheets(folder);
  const islandsScript = findIslandsScript(folder);

  /**
   * A browser draws nothing before it has the style sheet, and asking for it takes another round trip, at the end of which
   * it shares the line with all scripts. React finds no link afterwards and adds it, which fills the browser's cache.
   * @param {string} html @param {ServerResponse} response
   */
  function putStylesIn(html, response) {
    /** @type {Set<string>} */
    const sources = new Set();
    const body = html.replace(SHEET, (_link, /** @type {string} */ file) => {
      const { css, source } = findSheet(file);
      sources.add(source);
      return `<style data-href="/_next/static/${file}" data-precedence="next">${css}</style>`;
    });
    const policy = response.getHeader("content-security-policy");
    if (sources.size === 0 || typeof policy !== "string") return html;
    response.setHeader(
      "content-security-policy",
      policy.replace("style-src 'self'", ["style-src 'self'", ...sources].join(" ")),
    );
    // It asks for the style sheets ahead of time.
    response.removeHeader("link");
    return body;
  }

  /**
   * These pages are whole without scripts: React would load, and draw again what is there. Only some parts of them act, and their
   * script is a tenth of it (`components/islands`).
   * @param {string} html @param {ServerResponse} response
   */
  function replaceScripts(html, response) {
    const [, nonce] = /'nonce-([^']+)'/.exec(String(response.getHeader("content-security-policy"))) ?? [];
    if (!nonce || !html.includes(ISLAND) || html.includes(LATER)) return html;
    const script = `<script src="${islandsScript}" nonce="${nonce}" defer></script>`;
    return html.replace(SCRIPTS, "").replace("</body>", `${script}</body>`);
  }

  return (request, response) => {
    if (request.method === "HEAD") return handlePage(request, response);
    const { setHeader, writeHead, flushHeaders, write, end } = response;
    const isPacked = takesGzip(request.headers["accept-encoding"]);
    /** What was written of a page; null: it is none. @type {Buffer[] | null} */
    let written = null;

    /** @param {unknown} chunk @param {unknown} encoding */
    const keep = (chunk, encoding) => {
      if (typeof chunk === "string") {
        written?.push(
          Buffer.from(chunk, typeof encoding === "string" ? /** @type {BufferEncoding} */ (encoding) : "utf8"),
        );
      } else if (chunk instanceof Uint8Array) written?.push(Buffer.from(chunk));
    };

    /** @param {readonly Buffer[]} chunks */
    async function finish(chunks) {
      const [pathname = ""] = (request.url ?? "").split("?", 1);
      const html = Buffer.concat(chunks);
      const whole = isWithoutReact(pathname)
        ? Buffer.from(putStylesIn(replaceScripts(html.toString(), response), response))
        : html;
      const body = isPacked ? await pack(whole) : whole;
      if (isPacked) response.setHeader("content-encoding", "gzip");
      response.appendHeader("vary", "accept-encoding");
      response.setHeader("content-length", body.length);
      end.call(response, body, "utf8");
    }

    Object.assign(response, {
      setHeader: (/** @type {string} */ name, /** @type {string} */ value) => {
        if (/^content-type$/i.test(name) && /^text\/html\b/.test(value) && !response.headersSent) {
          written ??= [];
          // Next.js then packs nothing itself.
          delete request.headers["accept-encoding"];
        }
        return setHeader.call(response, name, value);
      },
      writeHead: (/** @type {Parameters<typeof writeHead>} */ ...args) => {
        if (written === null) return writeHead.apply(response, args);
        response.statusCode = args[0];
        return response;
      },
      flushHeaders: () => {
        if (written === null) flushHeaders.call(response);
      },
      write: (/** @type {unknown[]} */ ...args) => {
        if (written === null) return write.apply(response, /** @type {Parameters<typeof write>} */ (args));
        keep(args[0], args[1]);
        const done = args.at(-1);
        if (typeof done === "function") done();
        return true;
      },
      end: (/** @type {unknown[]} */ ...args) => {
        if (written === null) return end.apply(response, /** @type {Parameters<typeof end>} */ (args));
        keep(args[0], args[1]);
        const chunks = written;
        Object.assign(response, { setHeader, writeHead, flushHeaders, write, end });
        const done = args.at(-1);
        if (typeof done === "function") response.once("finish", () => done());
        finish(chunks).catch((error) => {
          log.error("A page could not be sent", { error });
          response.destroy();
        });
        return response;
      },
    });
    return handlePage(request, response);
  };
}
