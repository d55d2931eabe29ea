import { describe, expect, it } from "vitest";
import { chooseLocale, findLocale, type LanguageWishes } from "./choose-locale";
import { type Locale, listLocales } from "./locale";

const available = listLocales({ hasPseudoLocale: true });

describe("what decides about the language of an answer", () => {
  it.each<[string, LanguageWishes, Locale]>([
    [
      "what the app asks for (OIDC Core §3.1.2.1)",
      { uiLocales: ["en-XA"], account: "en", acceptLanguage: "en" },
      "en-XA",
    ],
    ["then what the person chose for the account", { uiLocales: [], account: "en-XA", acceptLanguage: "en" }, "en-XA"],
    [
      "then what somebody chose in this browser",
      { uiLocales: [], account: null, browser: "en-XA", acceptLanguage: "en" },
      "en-XA",
    ],
    ["which counts less than the account", { account: "en", browser: "en-XA", acceptLanguage: "en-XA" }, "en"],
    ["then what the browser asks for (RFC 9110 §12.5.4)", { account: null, acceptLanguage: "en-XA" }, "en-XA"],
    ["each only where the portal speaks it", { uiLocales: ["tlh"], account: "vo", acceptLanguage: "en-XA" }, "en-XA"],
    ["and with no wish at all, its first language", {}, "en"],
  ])("is %s", (_, wishes, expected) => {
    expect(chooseLocale(wishes, available)).toBe(expected);
  });
});

describe("languages by their tags (RFC 4647 §3.4)", () => {
  it.each<[string, string[], Locale | null]>([
    ["in the order of the list", ["fr", "en-XA", "en"], "en-XA"],
    ["whatever their case", ["EN-xa"], "en-XA"],
    ["a kind of one that is spoken", ["en-AU"], "en"],
    ["with the letter that a part begins with", ["en-x-pirate"], "en"],
    ["none that is not spoken", ["fr-CA", "fr"], null],
    ["nothing that is no tag", ["", "-", "--", "\u0000", "<script>", "en_XA"], null],
    ["no tag that is longer than one can be", [`en-${"a".repeat(40)}`], null],
    ["none of a list longer than anybody's", [...Array.from({ length: 20 }, () => "fr"), "en"], null],
  ])("finds %s", (_, tags, expected) => {
    expect(findLocale(tags, available)).toBe(expected);
  });
});
