import { describe, expect, it } from "vitest";
import { findClaimNameProblem, readClaimValue, writeClaimValue } from "./defined-claims";

describe("the name of an operator's own claim", () => {
  it.each(["team", "Team2", "cost_centre", "https://example.org/team", "a".repeat(64)])("may be %s", (name) => {
    expect(findClaimNameProblem(name)).toBeNull();
  });

  it.each(["", "1team", "team name", "팀", "a".repeat(65), "team\n", '"', "_team"])("is malformed: %j", (name) => {
    expect(findClaimNameProblem(name)).toBe("malformed");
  });

  it.each(["sub", "SUB", "iss", "groups", "email", "Email_Verified", "nonce", "at_hash", "constructor", "scope"])(
    "is not %s, which has a meaning already (RFC 7519 §4.3, OIDC Core §5.1)",
    (name) => {
      expect(findClaimNameProblem(name)).toBe("reserved");
    },
  );
});

describe("a value of an operator's own claim", () => {
  it.each([
    ["text", " red ", "red"],
    ["text", "", null],
    ["number", "-12.5", -12.5],
    ["number", "0", 0],
    ["flag", "true", true],
    ["flag", "false", false],
    ["list", " red\r\n\nblue\nred ", ["red", "blue"]],
    ["list", " \n ", null],
  ] as const)("%s: %j is %j", (type, typed, value) => {
    expect(readClaimValue(type, typed)).toEqual(value);
  });

  it.each([
    ["text", "x".repeat(201)],
    ["text", "two\nlines"],
    ["text", "a\0b"],
    ["text", "a\u202eb"],
    ["number", "1e400"],
    ["number", "12 apples"],
    ["number", "0x10"],
    ["number", "1".repeat(16)],
    ["flag", "yes"],
    ["list", "x".repeat(201)],
    ["list", Array.from({ length: 21 }, (_, n) => n).join("\n")],
  ] as const)("%s cannot be %j", (type, typed) => {
    expect(readClaimValue(type, typed)).toBeUndefined();
  });

  it.each([[null], ["red"], [3], [false], [["a", "b"]]])("%j is the same after it was typed again", (value) => {
    const type = Array.isArray(value)
      ? "list"
      : { string: "text", number: "number", boolean: "flag" }[typeof value as "string" | "number" | "boolean"];
    expect(readClaimValue((type ?? "text") as "text", writeClaimValue(value))).toEqual(value);
  });
});
