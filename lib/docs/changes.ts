import { readFile } from "node:fs/promises";
import { Marked } from "marked";
import { ownFile } from "../own-files.mjs";

/** Headings begin below the page's own, and links lead nowhere: the files that they name are not on the web. */
const markdown = new Marked({
  renderer: {
    heading({ tokens, depth }) {
      return depth === 1 ? "" : `<h${depth}>${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    link({ tokens, href }) {
      const text = this.parser.parseInline(tokens);
      return /^https:/.test(href) ? `<a href="${encodeURI(href)}">${text}</a>` : text;
    },
  },
});

let read: Promise<string> | undefined;

/** What changed from version to version, as HTML. The newest version comes first. */
export function readChanges(): Promise<string> {
  read ??= readFile(ownFile("changes"), "utf8").then((text) => markdown.parse(withoutLead(text), { async: false }));
  read.catch(() => {
    read = undefined;
  });
  return read;
}

/** What stands before the first version is for whoever has the file. */
function withoutLead(text: string): string {
  const first = text.indexOf("\n## ");
  return first < 0 ? text : text.slice(first + 1);
}
