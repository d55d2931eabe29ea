import { describe, expect, it } from "vitest";
import { findMiscasedConstants } from "./constants";
import { parseSource } from "./source-files";

const found = (text: string, file = "lib/x.ts") => findMiscasedConstants(parseSource(file, text));

describe("constants of plain data, and no others, are written in capitals", () => {
  it.each([
    ["a number", "const limit = 5 * 60;"],
    ["a text", 'export const path = "/oauth/token";'],
    ["a pattern", "const host = /^a$/u;"],
    ["a list", 'export const modes = ["query", "fragment"] as const;'],
    ["a set", 'const kinds = new Set(["web", "native"]);'],
    ["what is made of others", "const DAY = 86_400;\nconst week = 7 * DAY;"],
    ["a list that takes in another", 'const A = ["a"];\nconst b = [...A, "b"];'],
    ["a function in capitals", "const READ = () => 1;"],
    ["something that changes in capitals", "const CACHE = new Map();"],
  ])("finds %s", (_kind, text) => {
    expect(found(text)).toHaveLength(1);
  });

  it.each([
    ["a number in capitals", "const LIMIT = 5;"],
    ["a function", "const read = () => 1;"],
    ["something that changes", "const cache = new Map();"],
    ["what is computed", "const limit = readLimit();"],
    ["a number inside a function", "function f() {\n  const limit = 5;\n  return limit;\n}"],
  ])("leaves %s", (_kind, text) => {
    expect(found(text)).toEqual([]);
  });

  it("leaves the names that Next.js chose", () => {
    expect(found('export const runtime = "nodejs";', "app/x/route.ts")).toEqual([]);
  });
});
