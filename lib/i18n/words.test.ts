import { describe, expect, it } from "vitest";
import { languages } from "./languages";

/** Every fixed text of a part of the catalogue, with where it stands. */
function textsOf(value: unknown, path: string): { path: string; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsOf(each, `${path}.${key}`));
}

const english = languages.en;

function found(part: unknown, path: string, word: RegExp, except: RegExp = /^$/): string[] {
  return textsOf(part, path)
    .filter((entry) => word.test(entry.text) && !except.test(entry.path))
    .map((entry) => `${entry.path}: ${entry.text}`);
}

describe("a wait", () => {
  it.each([
    [1, "Wait 1 second, then try again.", "1초 후에 다시 시도하세요."],
    [89, "Wait 89 seconds, then try again.", "89초 후에 다시 시도하세요."],
    [90, "Wait 2 minutes, then try again.", "2분 후에 다시 시도하세요."],
    [3599, "Wait 60 minutes, then try again.", "60분 후에 다시 시도하세요."],
    [5401, "Wait 2 hours, then try again.", "2시간 후에 다시 시도하세요."],
    [86_400, "Wait 24 hours, then try again.", "24시간 후에 다시 시도하세요."],
  ])("of %s seconds is told in words that fit, rounded up", (seconds, inEnglish, inKorean) => {
    expect(languages.en.common.wait(seconds)).toBe(inEnglish);
    expect(languages.ko.common.wait(seconds)).toBe(inKorean);
  });
});

describe("the vocabulary of lib/README.md", () => {
  it("people never read OAuth, scope, client, token, grant or revoke on their pages", () => {
    const words = /\b(oauth|scopes?|clients?|tokens?|grants?|revoked?|redirect uris?)\b/i;
    expect(found(english.account, "account", words)).toEqual([]);
    // The part of the error page for developers says what the protocol says.
    expect(
      found(english.auth, "auth", words, /^auth\.error\.(client|received|registered|registeredNone|registeredHidden)$/),
    ).toEqual([]);
  });

  it("an API is an API, and resource is the name of a parameter", () => {
    const words = /\b(a|the|this|your|each|every|protected) resource\b/i;
    expect(found(english, "words", words)).toEqual([]);
  });
});
