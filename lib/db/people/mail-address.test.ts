import { describe, expect, it } from "vitest";
import { isMailAddress, normalizeEmail } from "./mail-address";

describe("an e-mail address", () => {
  it.each([
    ["user@bücher.example", "user@xn--bcher-kva.example"],
    ["User@BÜCHER.example ", "user@xn--bcher-kva.example"],
    ["user@XN--BCHER-KVA.example", "user@xn--bcher-kva.example"],
    ["user@bu\u0308cher.example", "user@xn--bcher-kva.example"],
    ["user@пример.рф", "user@xn--e1afmkfd.xn--p1ai"],
    ["user@例え。テスト", "user@xn--r8jz45g.xn--zckzah"],
    ["user@ｅｘａｍｐｌｅ.org", "user@example.org"],
    ["User@Example.ORG", "user@example.org"],
    ["user@1.1", "user@1.1"],
    ["nobody", "nobody"],
  ])("has one form: %s is stored as %s", (typed, stored) => {
    expect(normalizeEmail(typed)).toBe(stored);
    expect(normalizeEmail(stored)).toBe(stored);
  });

  it.each([
    "user@example.org",
    "first.last+tag@mail.example.co.uk",
    "o'brien@example.org",
    "user@xn--bcher-kva.example",
    "user@xn--e1afmkfd.xn--p1ai",
  ])("is one: %s", (address) => expect(isMailAddress(address)).toBe(true));

  it.each([
    "user",
    "user@",
    "@example.org",
    "user@localhost",
    "user@example..org",
    ".user@example.org",
    "user.@example.org",
    "us..er@example.org",
    "user@-example.org",
    "user@192.0.2.1",
    "user name@example.org",
    "user@example.org\nBcc: other@example.org",
    '"user"@example.org',
    normalizeEmail("user@\u200bbücher .example"),
    `${"u".repeat(250)}@example.org`,
  ])("is none: %j", (address) => expect(isMailAddress(address)).toBe(false));

  it("is judged in time that does not grow faster than its length", () => {
    expect(isMailAddress(`${"a.".repeat(100)}@${"a-".repeat(20)}`)).toBe(false);
  });
});
