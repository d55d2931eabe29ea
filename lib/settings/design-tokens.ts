import { readFileSync } from "node:fs";
import { ownFile } from "../own-files.mjs";

/** The colours of a token. */
export interface TokenColours {
  light: string;
  dark: string;
}

let source: string | undefined;
let colours: ReadonlyMap<string, TokenColours> | undefined;

/** `app/tokens.css`, the one source of colours. */
export function readTokens(): string {
  source ??= readFileSync(ownFile("designTokens"), "utf8");
  return source;
}

/** The colours of `app/tokens.css`, by the names of their tokens without `--color-`. */
export function readTokenColours(): ReadonlyMap<string, TokenColours> {
  const found = readTokens().matchAll(/--color-([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)/g);
  colours ??= new Map([...found].map(([, name = "", light = "", dark = ""]) => [name, { light, dark }]));
  return colours;
}
