import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vitest/node";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Any node of the syntax tree (ESTree with TypeScript and JSX). */
export interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

export interface Import {
  /**
   * repo path without extension for files of the project (`lib/db/driver/database`), else the package name
   * (`next/headers`)
   */
  target: string;
  isLocal: boolean;
  isTypeOnly: boolean;
  line: number;
}

export interface SourceFile {
  /** relative to the root of the repository, with forward slashes */
  path: string;
  text: string;
  lines: number;
  imports: Import[];
  nodes: SyntaxNode[];
}

/** Every file of the repository, committed or about to be, without those that git ignores. */
export function listFiles(): string[] {
  const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: root });
  return [...new Set(list.toString().split("\0"))].filter((file) => file && existsSync(path.join(root, file))).sort();
}

/** The text of a file of the repository. */
export function readText(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

/** Reads and parses a TypeScript or JavaScript file. @throws on a syntax error */
export function readSource(file: string): SourceFile {
  return parseSource(file, readText(file));
}

/** Parses `text` as if it were the file `file`. @throws on a syntax error */
export function parseSource(file: string, text: string): SourceFile {
  const lang = file.endsWith("x") ? "tsx" : file.endsWith(".ts") ? "ts" : "js";
  const nodes = flatten(parseAst(text, { lang }));
  return { path: file, text, lines: text.trimEnd().split("\n").length, imports: findImports(file, text, nodes), nodes };
}

/** `path:line`, to click on. */
export function place(file: SourceFile, node: { start: number }): string {
  return `${file.path}:${lineAt(file.text, node.start)}`;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

function flatten(tree: unknown): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const waiting: unknown[] = [tree];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (Array.isArray(value)) waiting.push(...value.filter((entry) => entry !== null && entry !== undefined));
    else if (typeof value === "object" && value !== null) {
      if (isNode(value)) found.push(value);
      waiting.push(...Object.values(value).filter((entry) => typeof entry === "object" && entry !== null));
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function findImports(file: string, text: string, nodes: SyntaxNode[]): Import[] {
  const declarations = ["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression"];
  return nodes
    .filter((node) => declarations.includes(node.type) && isNode(node.source) && typeof node.source.value === "string")
    .map((node) => {
      const specifier = String((node.source as SyntaxNode).value);
      const isLocal = specifier.startsWith(".") || specifier.startsWith("@/");
      return {
        target: isLocal ? resolveLocal(file, specifier) : specifier,
        isLocal,
        isTypeOnly: isTypeOnly(node),
        line: lineAt(text, node.start),
      };
    });
}

function resolveLocal(file: string, specifier: string): string {
  const from = specifier.startsWith("@/") ? specifier.slice(2) : path.posix.join(path.posix.dirname(file), specifier);
  return path.posix.normalize(from).replace(/\.(ts|tsx|mjs|js)$/, "");
}

function isTypeOnly(node: SyntaxNode): boolean {
  if (node.importKind === "type" || node.exportKind === "type") return true;
  const specifiers = Array.isArray(node.specifiers) ? node.specifiers.filter(isNode) : [];
  return specifiers.length > 0 && specifiers.every((each) => each.importKind === "type" || each.exportKind === "type");
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
